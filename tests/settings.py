"""The product's settings, with a data folder that vanishes and without what only slows tests down."""

import os
import tempfile

os.environ.setdefault("IAMSTUDY_DATA", tempfile.mkdtemp(prefix="iamstudy-test-"))
os.environ.pop("IAMSTUDY_VAULT", None)

from iamstudy.settings import *  # noqa: F403 - all of them, but for what follows

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Pages take the same number of queries with Redis as without.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
