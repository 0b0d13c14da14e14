"""Settings of iamstudy: one file, read from the environment; a plain machine needs none of it.

| variable          | meaning                                              | default                |
|-------------------|------------------------------------------------------|------------------------|
| IAMSTUDY_VAULT    | folder of Markdown notes to study                    | the shipped vault      |
| IAMSTUDY_DATA     | folder for database, secret key and collected files  | var/                   |
| DATABASE_URL      | another database, for example PostgreSQL             | SQLite in the data folder |
| REDIS_URL         | cache shared by several processes                    | memory of the process  |
| SECRET_KEY        | key for signed cookies                               | made once, in the data folder |
| DEBUG             | development pages                                    | off                    |
| HOST, PORT        | where `make run` listens                             | 127.0.0.1, 8000        |
| ALLOWED_HOSTS     | names the site answers to, with commas               | this machine's         |
| HTTPS             | cookies and redirects for a site behind TLS          | off                    |
| TIME_ZONE         | zone of the due dates                                | UTC                    |
| MAX_UPLOAD_MB     | largest upload of a vault of one's own               | 100                    |
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from iamstudy.environment import allowed_hosts, read_folder, read_or_make_secret_key, read_port

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = read_folder("IAMSTUDY_DATA", env.str("IAMSTUDY_DATA", default=str(BASE_DIR / "var")))
SHIPPED_VAULT = BASE_DIR / "content" / "vault"
VAULT_ROOT = read_folder("IAMSTUDY_VAULT", env.str("IAMSTUDY_VAULT", default=str(SHIPPED_VAULT)))

DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_make_secret_key(DATA_DIR)
HOST = env.str("HOST", default="127.0.0.1")
PORT = read_port(env.str("PORT", default="8000"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=allowed_hosts(HOST))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_ace",
    "django_htmx",
    "template_partials",
    "people",
    "content",
    "quizzes",
    "sandbox",
    "iamstudy",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "iamstudy.middleware.vary_on_htmx",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "iamstudy.middleware.explain_refused_method",
    "iamstudy.middleware.refuse_large_bodies",
]

ROOT_URLCONF = "iamstudy.urls"
WSGI_APPLICATION = "iamstudy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "iamstudy.context.furniture",
            ],
            "builtins": ["iamstudy.templatetags.look"],
        },
    }
]

SQLITE_OPTIONS = {
    # Why each: without IMMEDIATE two writers that read first deadlock and one fails as "locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;"
        "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'iamstudy.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # Opening the file and setting it up anew would double the time of a request.
    DATABASES["default"]["CONN_MAX_AGE"] = None
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    raise ImproperlyConfigured(
        "DATABASE_URL: iamstudy runs on SQLite (sqlite:///path) and PostgreSQL (postgres://…)"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Set by `manage.py serve`, which runs one process.
IS_SERVED_BY_ONE = bool(env.str("IAMSTUDY_KEEP_SYNCED", default=""))
redis_url = env.str("REDIS_URL", default="")
if redis_url:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Two parts of each page, each up to 50 KB, and what sessions hold.
            "OPTIONS": {"MAX_ENTRIES": 1_000},
        }
    }

AUTH_USER_MODEL = "people.Learner"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "iamstudy.storage.StaticStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# Already small or packed, or never sent: compressing them would only make the first start slower.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "png", "gif", "webp", "woff2", "svg"]

# Several processes without a common cache would each remember another state of a session.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if redis_url or IS_SERVED_BY_ONE else 'db'}"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 365  # a guest's progress hangs on this cookie
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "iamstudy.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        # data: is Ace's own stylesheet, whose marks are small inline pictures.
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# Vaults that learners upload: what one may take, and all those of one learner together.
UPLOADED_VAULTS = DATA_DIR / "vaults"
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_MB", default=100) * 1024 * 1024
MAX_VAULT_BYTES = 2 * MAX_UPLOAD_BYTES  # unpacked
MAX_VAULT_FILES = 5_000
MAX_VAULTS = 5
MAX_LEARNER_BYTES = 4 * MAX_UPLOAD_BYTES
KEPT_FREE_BYTES = 500_000_000  # of the disk
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
