"""For `run.py demo`: as in production, but on this computer alone, without TLS, with its log-ins shown."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
SECRET_KEY = env.secret("SECRET_KEY")  # the supervisor makes one per data folder
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = env.text("EMAIL_FILE_PATH")
