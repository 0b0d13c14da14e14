import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iamstudy.settings")
application = get_wsgi_application()

# `manage.py serve` asks for it; a command or a test that imports this does not.
if keeping := os.environ.get("IAMSTUDY_KEEP_SYNCED"):
    from content.watching import start_keeping

    start_keeping(watches=keeping == "watch")
