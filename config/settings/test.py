"""For the test suite: quick password hashing, files and mail in memory, no connection pool."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, INSTALLED_APPS, LOGGING, REDIS_URL, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
SECRET_KEY = "only-for-development-and-tests-never-where-real-people-sign-in"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": env.database("DATABASE_URL", pool_size=0)}
if template := env.text("TEST_DATABASE_TEMPLATE", ""):  # the migrations are applied there: devstack/migrated.py
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
# Parallel workers have a database each; so do they have a keyspace.
WORKER = int(env.text("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WORKER_URL = env.keyspace(REDIS_URL, 1 + WORKER % 15)
CACHES["default"]["LOCATION"] = WORKER_URL
CELERY_BROKER_URL = env.as_broker(WORKER_URL)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING["root"] = {"handlers": ["stderr"], "level": "WARNING"}
