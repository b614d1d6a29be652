"""Nothing but the application's database and pool of connections."""

from config import env

SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.benchmarks.bare.wsgi"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
USE_TZ = True
DATABASES = {"default": env.database("DATABASE_URL", pool_size=env.number("DATABASE_POOL_SIZE", default=8, most=200))}
