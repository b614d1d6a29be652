"""For `run.py demo`: as in production, but on this computer alone, without TLS, with its log-ins shown."""

from config import env
from config.settings.base import *  # noqa: F403

DEMO = True
SECRET_KEY = env.secret("SECRET_KEY")  # the supervisor makes one per data folder
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = env.text("EMAIL_FILE_PATH")
