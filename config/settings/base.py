"""Settings that hold everywhere. What differs comes from the environment or from dev, demo, test and prod."""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env

django_stubs_ext.monkeypatch()  # lets classes such as DecimalField carry their type parameters at run time

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEBUG = False
DEMO = False  # the demo shows its log-ins on the sign-in page
DEMO_LOGINS_FILE = env.text("DEMO_LOGINS_FILE", "")  # written by the command seed_demo, read by the demo alone
ALLOWED_HOSTS: list[str] = []

# --- Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_filters",
    "django_fsm",
    "django_htmx",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "template_partials",
    "core",
    "organization",
    "approvals",
    "customers",
    "corrective",
    "budgets",
    "agreements",
    "expenses",
    "parts_sales",
    "complaints",
    "feedback",
    "reports",
]

MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "config.health.HealthMiddleware",
    "config.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.CompressMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organization.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.middleware.PersonMiddleware",
    "core.middleware.PlainTextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organization.middleware.ActorMiddleware",
    "organization.middleware.OwnPasswordMiddleware",
    "organization.middleware.SecondFactorMiddleware",
    "organization.middleware.SessionMiddleware",
    "approvals.middleware.ErrandsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "core.frame.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, jobs --------------------------------------------------------------------------------------

# Worker processes set the pool to 0: a pool does not survive their fork. So does PgBouncer, which is a pool itself.
DATABASE_POOL_SIZE = env.number("DATABASE_POOL_SIZE", default=8, most=200)
DATABASES = {"default": env.database("DATABASE_URL", pool_size=DATABASE_POOL_SIZE)}

REDIS_URL = env.redis_url("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},  # no page waits longer for a cache that is away
    }
}

CELERY_BROKER_URL = env.as_broker(REDIS_URL)
CELERY_ENABLE_UTC = True
CELERY_TASK_IGNORE_RESULT = True  # the row of a job holds its outcome
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page must not wait for a queue that is down: the job's row is kept and the sweep runs it later (QLT-30).
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30 * 60,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "retry_on_timeout": False,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}

# --- Sign-in and sessions ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organization.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name_zh", "name_en", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "organization:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the lock lasts as long as it was said to
AXES_LOCKOUT_CALLABLE = "organization.signin.keep_answer"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "core.addresses.client_address"
PROXY_COUNT = 0  # proxies of ours in front
# Besides the five tries of one name from one address: what is guessed from many addresses, or at many names.
SIGN_IN_TRIES_OF_A_NAME = 20
SIGN_IN_TRIES_OF_AN_ADDRESS = 100

SESSION_ENGINE = "organization.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = env.flag("SESSION_EXPIRE_AT_BROWSER_CLOSE", default=False)

# A company's own identity provider (OpenID Connect). Without an issuer there is no such button.
OIDC = env.oidc()

# --- What a browser may do (QLT-41) -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # data: pictures stand in Tabler's style sheet
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- Languages, time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
CELERY_TIMEZONE = TIME_ZONE

# --- Money ---------------------------------------------------------------------------------------------------------

BASE_CURRENCY = env.text("BASE_CURRENCY", "CNY")  # the one currency budgets are kept in (GEN-01)
# How far an author's own exchange rate may lie from the one finance keeps (GEN-02b).
RATE_TOLERANCE_SHARE = env.decimal("RATE_TOLERANCE_SHARE", default="0.05", most="0.5")

# --- Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # packages' own pages are not served
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
MEDIA_URL = ""  # attachments are never served by address, only by a view that checks who asks
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.StaticStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
ATTACHMENT_LARGEST_MB = env.number("ATTACHMENT_LARGEST_MB", default=20, least=1, most=500)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the budget grid sends 500 lines of 12 months and their notes

# --- Paper: PDF files -----------------------------------------------------------------------------------------------

PAPER_FOLDER = BASE_DIR / "assets"  # style sheets, fonts.conf and fonts
# Where Pango lies when it is not the system's: unpacked by set-up on a machine without root.
PDF_LIBRARY_PATH = env.text(
    "PDF_LIBRARY_PATH", ":".join(str(path) for path in sorted((BASE_DIR / ".local/sysroot").glob("usr/lib/*-linux-*")))
)
# --- Addresses in mails ---------------------------------------------------------------------------------------

# What links in mails begin with: a mail is written without a request that would tell.
PUBLIC_URL = env.address("PUBLIC_URL", default="http://localhost:8000")

# --- Mail -------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "shouhou@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", default=25, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)  # STARTTLS, as on port 587
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=False)  # TLS from the first byte, as on port 465
EMAIL_TIMEOUT = 10

# --- API --------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organization.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.JsonParser"],
    "DEFAULT_FILTER_BACKENDS": ["core.api.filters.FieldFilters", "core.api.filters.Search"],
    "DEFAULT_THROTTLE_CLASSES": ["core.api.throttles.PerCaller"],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Schema",
    "EXCEPTION_HANDLER": "core.api.errors.handle",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_CALLS_PER_MINUTE = env.number("API_CALLS_PER_MINUTE", default=1200, least=1)  # for each token
SPECTACULAR_SETTINGS = {
    "TITLE": "Shouhou",
    "DESCRIPTION": "Budgets and spend control for an after-sales department",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.changes_name_their_version",
    ],
    "ENUM_NAME_OVERRIDES": {  # they stand under several names
        "NoticeWayEnum": "core.models.Way",
        "ConfirmedByEnum": "parts_sales.choices.ConfirmedBy",
        "PaperLanguageEnum": "core.paper.PAPER_LANGUAGES",
        "AgreementSideEnum": "agreements.choices.Side",
        "ReviewPartEnum": "agreements.choices.Part",
        "ReceiptWayEnum": "parts_sales.choices_money.ReceiptWay",
        "ComplaintSourceEnum": "complaints.choices.Source",
        "LiableEnum": "complaints.choices.Liable",
    },
}

# --- Logs (QLT-34) ----------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", default="INFO", among={"DEBUG", "INFO", "WARNING", "ERROR"}),
    },
    # Django's own handlers would print each line a second time, unstructured.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
