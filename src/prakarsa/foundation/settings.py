"""Django's settings, read from the environment (see docs/handbook/settings.md)."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env

from prakarsa.foundation import agreement, profiles

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent
PRAKARSA_PROFILE = profiles.read_profile(env)
PRAKARSA_FOLDER = Path(env.str("PRAKARSA_FOLDER", "var")).resolve()
PRAKARSA_FILES = PRAKARSA_FOLDER / "files"
PRAKARSA_CHECKPOINTS = Path(env.str("PRAKARSA_CHECKPOINTS", str(PRAKARSA_FOLDER / "checkpoints")))
PRAKARSA_BACKUPS = Path(env.str("PRAKARSA_BACKUPS", str(PRAKARSA_FOLDER / "backups")))
PRAKARSA_CHECKPOINT_KEY = profiles.read_checkpoint_key(env, PRAKARSA_PROFILE)
PRAKARSA_OLD_CHECKPOINT_KEYS: list[str] = env.list("PRAKARSA_OLD_CHECKPOINT_KEYS", [])
PRAKARSA_ADDRESS = profiles.read_address(env, PRAKARSA_PROFILE)
PRAKARSA_PROXIES = profiles.read_proxies(env, PRAKARSA_PROFILE)
PRAKARSA_METRICS_TOKEN = profiles.read_metrics_token(env)
PRAKARSA_METRICS_LOOPBACK = env.bool("PRAKARSA_METRICS_LOOPBACK", False)
PRAKARSA_UPLOAD_BYTES = env.int("PRAKARSA_UPLOAD_MEGABYTES", 64) * 1024 * 1024
PRAKARSA_LIMITS = profiles.read_limits(env, PRAKARSA_PROFILE)
PRAKARSA_COMPOSED_PASSWORDS = env.bool("PRAKARSA_COMPOSED_PASSWORDS", False)
PRAKARSA_PASSWORD_DAYS = env.int("PRAKARSA_PASSWORD_DAYS", 0)
PRAKARSA_SECOND_FACTOR = env.bool("PRAKARSA_SECOND_FACTOR", PRAKARSA_PROFILE == "production")
PRAKARSA_SECOND_FACTOR_ROLES: list[str] = env.list("PRAKARSA_SECOND_FACTOR_ROLES", [])
PRAKARSA_OIDC = profiles.read_oidc(env, PRAKARSA_PROFILE)
IS_PRODUCTION = PRAKARSA_PROFILE == "production"

DEBUG = False
SECRET_KEY = profiles.read_secret(env, PRAKARSA_PROFILE, PRAKARSA_FOLDER)
SECRET_KEY_FALLBACKS: list[str] = env.list("PRAKARSA_OLD_SECRET_KEYS", [])
ALLOWED_HOSTS = profiles.read_hosts(env, PRAKARSA_PROFILE)
ROOT_URLCONF = "prakarsa.site.urls"
WSGI_APPLICATION = "prakarsa.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": profiles.read_database(env, PRAKARSA_FOLDER)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

OUR_PACKAGES = (
    "site", "demo", "api", "operations", "dashboards", "catalogue", "contracts", "auctions",
    "targets", "assessments", "evidence", "registry", "calendars", "notices", "jobs", "files",
    "organisations", "accounts", "audit", "formats", "foundation",
)  # fmt: skip
INSTALLED_APPS = [
    *(f"prakarsa.{name}" for name in OUR_PACKAGES),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_htmx",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "prakarsa.operations.middleware.MetricsMiddleware",
    "prakarsa.foundation.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "prakarsa.accounts.middleware.SessionLimitsMiddleware",
    "prakarsa.organisations.middleware.SeatMiddleware",
    "prakarsa.site.middleware.FrameMiddleware",
    "prakarsa.site.middleware.PrivacyMiddleware",
    "prakarsa.organisations.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "prakarsa.site.navigation.frame",
            ],
            "builtins": ["django.templatetags.i18n", "prakarsa.foundation.templatetags.prakarsa"],
        },
    }
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "prakarsa.accounts.backends.AddressBackend",
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "dashboards:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 2
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "prakarsa.accounts.passwords.NotGuessableValidator"},
    {"NAME": "prakarsa.accounts.passwords.NotOurNamesValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "nip")},
    },
    {"NAME": "prakarsa.accounts.passwords.LengthLimitValidator"},
    {"NAME": "prakarsa.accounts.passwords.CompositionValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
# Axes counts per account; the wider limit per address is `accounts.lockout`, so that one office
# behind one address is not locked out by one forgetful colleague.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_PARAMETERS = ["username"]
PRAKARSA_ADDRESS_FAILURES = env.int("PRAKARSA_ADDRESS_FAILURES", 40)
AXES_RESET_ON_SUCCESS = True
# Whoever keeps trying cannot keep another locked out: the limit fades all the same.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "prakarsa.foundation.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "prakarsa.accounts.lockout.answer_lockout"
AXES_CLIENT_STR_CALLABLE = "prakarsa.accounts.lockout.describe_visitor"
AXES_USERNAME_FORM_FIELD = "username"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "answer"]
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-prakarsa" if IS_PRODUCTION else "prakarsa"
SESSION_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
PRAKARSA_IDLE_SECONDS = 30 * 60
PRAKARSA_PROOF_SECONDS = 5 * 60
CSRF_FAILURE_VIEW = "prakarsa.site.errors.csrf_failure"
CSRF_COOKIE_NAME = "__Host-prakarsa-csrf" if IS_PRODUCTION else "prakarsa-csrf"
CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PRAKARSA_ADDRESS]
LANGUAGE_COOKIE_NAME = "__Host-prakarsa-language" if IS_PRODUCTION else "prakarsa-language"
PRAKARSA_THEME_COOKIE = "__Host-prakarsa-theme" if IS_PRODUCTION else "prakarsa-theme"
LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = IS_PRODUCTION
# A probe on this machine speaks plain HTTP and follows no redirect.
SECURE_REDIRECT_EXEMPT = [r"^sehat/", r"^metrik$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRAKARSA_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "media-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["prakarsa.files.upload_handlers.BoundedUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
STATIC_URL = "/static/"
STATIC_ROOT = PRAKARSA_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRAKARSA_PROFILE != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = PRAKARSA_PROFILE == "test"
WHITENOISE_MAX_AGE = 31_536_000

REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "prakarsa.api.frame.answer_problem",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Prakarsa",
    "VERSION": "1",
    "DESCRIPTION": "The same reads and acts as the pages, in the seat of whoever signed in.",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
}

# Every mail waits in the outbox, those of libraries too; only the worker speaks to a mail server.
EMAIL_BACKEND = "prakarsa.notices.outbox.OutboxBackend"
PRAKARSA_LETTER_CARRIER = "prakarsa.notices.actions.post_letter"
PRAKARSA_LETTER_RECALL = "prakarsa.notices.actions.recall_letters"
PRAKARSA_MAIL_SERVER = {
    "production": "django.core.mail.backends.smtp.EmailBackend",
    "demo": "django.core.mail.backends.dummy.EmailBackend",
    "test": "django.core.mail.backends.locmem.EmailBackend",
}[PRAKARSA_PROFILE]
# The demo shows its mails on screen; elsewhere nothing of a mail is kept once it is sent.
PRAKARSA_KEEPS_MAILS = not IS_PRODUCTION
EMAIL_HOST = env.str("PRAKARSA_MAIL_HOST", "localhost")
EMAIL_PORT = env.int("PRAKARSA_MAIL_PORT", 587)
EMAIL_HOST_USER = env.str("PRAKARSA_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("PRAKARSA_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("PRAKARSA_MAIL_TLS", True)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("PRAKARSA_MAIL_FROM", "prakarsa@contoh.invalid")

LOGGING_CONFIG = "prakarsa.foundation.logs.configure"
LOGGING = {"level": env.str("PRAKARSA_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS = ["axes.W003", "axes.W006"]
agreement.refuse_unfit(profiles.values_read(env), is_production=IS_PRODUCTION)
# The names that were asked for above: the doctor tells of any other, for it may be misspelt.
PRAKARSA_SETTING_NAMES = frozenset(profiles.values_read(env))
