"""Django's settings, read from the environment; every default is the safe choice. docs/operations.md lists the
variables.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from tfc.own_apps import OWN_APPS
from tfc.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _get_required(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(
        f"The environment variable {name} is not set. `make run` sets it; see README.md."
    )


# Demo mode: invented data, no second factor, plain HTTP on this machine. Every page says so.
DEMO = _flag("DEMO")
# Without TLS, for browsers on this machine only: the demo, and an installation to try (`make run ARGS=empty`).
PLAIN_HTTP = DEMO or _flag("PLAIN_HTTP")
DEBUG = False
SECRET_KEY = _get_required("SECRET_KEY")
# Former secret keys: what they signed or encrypted can still be read.
SECRET_KEY_FALLBACKS = _list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = _list("ALLOWED_HOSTS")
SITE_URL = os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
# The identifier under which each office publishes to IATI: "usa=US-EIN-12-3456789,uk=GB-CHC-1234567".
IATI_ORGANIZATIONS = dict(entry.split("=", 1) for entry in _list("IATI_ORGANIZATIONS") if "=" in entry)
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    *(name for name in OWN_APPS if name != "charts"),  # charts has nothing that Django must find
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "tfc.tracing.request_id_middleware",
    "tfc.middleware.head_request_middleware",
    # Before everything that may respond by itself, so that each response has its headers.
    "tfc.middleware.response_headers_middleware",
    "tfc.middleware.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tfc.middleware.utf8_middleware",
    "communities.middleware.accounts_database_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "tfc.middleware.maintenance_middleware",
    "support.views.errors.malformed_body_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "communities.middleware.keep_own_session_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "communities.middleware.offline_response_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "communities.reauthentication.account_pages_middleware",
    "communities.middleware.audit_actor_middleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "support.views.errors.SentBeforeMiddleware",
]

ROOT_URLCONF = "tfc.urls"
WSGI_APPLICATION = "tfc.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Libraries whose tags templates use without loading them.
            "builtins": [
                "django.templatetags.cache",
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "django.templatetags.tz",
                "crispy_forms.templatetags.crispy_forms_filters",
                "tfc.templatetags.pages",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "activity.context.page",
                "help.guides.page",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"


# ── Database: one login serves, one owns the tables and migrates, one computes figures (docs/adr/0001, 0026).
def _database(url: str, **options: object) -> dict[str, Any]:
    config = dj_database_url.parse(url)
    stays = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": True}
    return {
        **config,
        **stays,
        "OPTIONS": {**config.get("OPTIONS", {}), **options},
        "TEST": {"MIRROR": "owner"},
    }


DATABASES = {
    "default": _database(_get_required("DATABASE_URL")),
    "owner": _database(os.environ.get("DATABASE_OWNER_URL") or _get_required("DATABASE_URL"))
    | {"CONN_MAX_AGE": 0, "TEST": {}},
    "figures": _database(os.environ.get("DATABASE_FIGURES_URL") or _get_required("DATABASE_URL")),
}
# Logins of public pages, offices' pages, sign-in and data links (tfc/logins.py). Without them those pages are not
# served.
for _alias in ("public", "office", "accounts", "links"):
    if _url := os.environ.get(f"DATABASE_{_alias.upper()}_URL"):
        DATABASES[_alias] = _database(_url)
if "links" in DATABASES:
    # Programs send requests rarely, so threads keep no connection for them.
    DATABASES["links"]["CONN_MAX_AGE"] = 0
DATABASE_ROUTERS = ["tfc.logins.DatabaseRouter"]
# A standby for reading dashboards and reports with the default login (tfc/read_replica.py, docs/scaling.md).
if _replica := os.environ.get("DATABASE_REPLICA_URL"):
    # Short timeouts: if the standby is down, its pages soon read the primary.
    DATABASES["replica"] = _database(_replica, connect_timeout=2, tcp_user_timeout=3000)
    # Offices' pages use their own login there too.
    if "office" in DATABASES:
        _same = {name: DATABASES["office"][name] for name in ("USER", "PASSWORD")}
        DATABASES["replica-office"] = DATABASES["replica"] | _same
    MIDDLEWARE.append("tfc.read_replica.remember_writes")
# Public age keys that can open a backup. The server has no secret key (docs/deploy/backups.md).
BACKUP_RECIPIENTS = _list("BACKUP_RECIPIENTS")
# Shown in the privacy notice: where backups are stored, and after how many days they are deleted.
BACKUP_PLACE = os.environ.get("BACKUP_PLACE", "")
BACKUP_DAYS = int(os.environ.get("BACKUP_DAYS", "14"))
# The login that bypasses row-level security, reads everything and writes nothing; if empty, libpq's own variables
# apply.
DATABASE_BACKUP_URL = os.environ.get("DATABASE_BACKUP_URL", "")
# Maximum lag of the standby in seconds.
REPLICA_LAG_SECONDS = float(os.environ.get("REPLICA_LAG_SECONDS", "5"))
# User.email is unique regardless of case, by a constraint on Lower(email).
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Broker and jobs: the queue only notifies, the job's row is authoritative (docs/adr/0003).
REDIS_URL = _get_required("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# A job whose worker is silent for this long is given to another one; the sweep runs three times as often.
JOB_LEASE_SECONDS = int(os.environ.get("JOB_LEASE_SECONDS", "30"))
CELERY_BEAT_SCHEDULE = beat_schedule(lease_seconds=JOB_LEASE_SECONDS)
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "tfc.signed_cache.SignedRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"serializer": "tfc.signed_cache.SignedJson"},
    },
    # Used by {% cache %}, in the memory of each process, so that pages work when the broker is down.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# ── People: by email, by invitation only.
AUTH_USER_MODEL = "communities.User"
AUTHENTICATION_BACKENDS = ["communities.accounts.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "communities.passwords.GuessablePasswordValidator"},
]
# A file of breached passwords' hashes, sorted, as published by haveibeenpwned.com; no external service is queried.
if _stolen := os.environ.get("BREACHED_PASSWORDS", ""):
    if not Path(_stolen).is_file():
        raise ImproperlyConfigured(f"BREACHED_PASSWORDS names a file that is not there: {_stolen}")
    AUTH_PASSWORD_VALIDATORS.append(
        {"NAME": "communities.passwords.StolenPasswordValidator", "OPTIONS": {"path": Path(_stolen)}}
    )
# The lowest role that needs a second factor; an office's staff always need one.
SECOND_FACTOR_FROM = os.environ.get("SECOND_FACTOR_FROM") or "coordinator"
if SECOND_FACTOR_FROM not in ("member", "leader", "coordinator"):
    raise ImproperlyConfigured("SECOND_FACTOR_FROM is member, leader or coordinator.")
ACCOUNT_ADAPTER = "communities.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "communities.accounts.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "communities.accounts.display_name"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# An email to an unknown address is prepared, but sent to nobody (communities/accounts.py).
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[TraffickFree] "
ACCOUNT_FORMS = {
    "add_email": "communities.account_forms.AddressForm",
    "change_password": "communities.account_forms.PasswordForm",
    "confirm_login_code": "communities.account_forms.SentCodeForm",
    "login": "communities.account_forms.SignInForm",
    "request_login_code": "communities.account_forms.CodeForm",
    "reset_password": "communities.account_forms.ResetForm",
    "reset_password_from_key": "communities.account_forms.NewPasswordForm",
    "signup": "communities.account_forms.SignUpForm",
}
# allauth's own generator queries the database only for existing users, which reveals them.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# communities.accounts.AccountAdapter decides who needs a code, and on which devices.
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}
# Email may be slow; ten minutes are the longest acceptable validity of a code.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
# Number of proxies in front that add to X-Forwarded-For: without it all visitors behind them share their limits.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
# By IP address, and by email address together with the device (docs/security/asvs-accounts.md explains the effect of
# each).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,10/5m/key,100/d/key",
    "reauthenticate_failed": "10/5m/key",
    # Rejected weak new passwords are no guesses; wrong current passwords are counted by the line above.
    "change_password": "30/m/user",
    "request_login_code": "20/m/ip",
    "login_code_mail": "3/m/key,10/h/key",
    "code_after_password": "3/m/key,10/h/key",
    "code_on_known_device": "10/5m/key,100/d/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
}
MFA_ADAPTER = "communities.mfa_adapter.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "communities.account_forms.PasskeyForm",
    "authenticate": "communities.account_forms.SecondStepForm",
    "reauthenticate": "communities.account_forms.ProofForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Accounts are created by invitation, with a confirmed address: nobody can lock the owner of an address out with a
# second factor, and people with a second factor must be able to change their address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "TraffickFree"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/accounts/login/"

# ── Sessions: the access decorator checks the age of the login by role; the cookie lives as long as the longest of
# them.
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_ENGINE = "tfc.sessions"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# With this prefix a browser accepts a cookie only from this host, only over TLS, and for all its paths.
_OWN = "" if PLAIN_HTTP else "__Host-"
LANGUAGE_COOKIE_NAME = f"{_OWN}language"
THEME_COOKIE_NAME = f"{_OWN}theme"
DEVICE_COOKIE_NAME = f"{_OWN}device"
MESSAGES_COOKIE_NAME = f"{_OWN}messages"
WROTE_COOKIE_NAME = f"{_OWN}wrote"
FILE_COOKIE_NAME = f"{_OWN}file"
MESSAGE_STORAGE = "tfc.sessions.Notes"
CSRF_FAILURE_VIEW = "support.views.errors.csrf_failure"
if not PLAIN_HTTP:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/(live/)?$", r"^metrics/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# Pages with a form use "same-origin" (tfc/middleware.py).
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap draws its check marks and arrows as data: images.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The form of a long meeting has a few hundred fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# The first one stops a file that exceeds every form's limit before it fills memory or disk.
FILE_UPLOAD_HANDLERS = [
    "tfc.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ── Language and time
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
HELP_PAGES = BASE_DIR / "docs" / "help"
FORMAT_MODULE_PATH = ["tfc.formats"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

# ── Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / ".run" / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# ── Files of the library: outside the web root, under random names (docs/adr/0013).
FILES_ROOT = Path(os.environ.get("FILES_ROOT") or BASE_DIR / ".run" / "files")

# Maintenance mode: by the environment, or while a file exists (tfc/middleware.py). The file is next to the library's
# files, in a folder that the server's account owns and that releases do not replace.
MAINTENANCE = _flag("TFC_MAINTENANCE")
MAINTENANCE_FILE = Path(os.environ.get("TFC_MAINTENANCE_FILE") or FILES_ROOT.parent / "maintenance")

# Difficulty of the anonymous forms' proof of work: each bit doubles it (docs/adr/0040-anonymous-forms.md).
PROOF_OF_WORK_BITS = int(os.environ.get("PROOF_OF_WORK_BITS", "13"))

# How many exports of many records one person may download from a community or office per day.
EXPORTS_A_DAY = int(os.environ.get("EXPORTS_A_DAY", "30"))

# Secret keys of installations whose community archives can be imported, including former keys of this one.
ARCHIVE_KEYS = _list("ARCHIVE_KEYS")

# ── Email: without a server it is written to files in EMAIL_FILE_PATH, or else to the log of the process.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_FILE_PATH = os.environ.get("EMAIL_FILE_PATH", "")
_BACKEND = "smtp" if EMAIL_HOST else "filebased" if EMAIL_FILE_PATH else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{_BACKEND}.EmailBackend"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS") or bool(EMAIL_HOST)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "TraffickFree <no-reply@traffickfree.example>")

# ── Logs and metrics: lines for people, or JSON for programs; slow queries; Prometheus.
LOG_FORMAT = "json" if os.environ.get("LOG_FORMAT", "").lower() == "json" else "line"
SLOW_QUERY_MS = int(os.environ.get("SLOW_QUERY_MS", "500"))
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
LOGGING_CONFIG = "tfc.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "tfc.logs.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "tfc.logs.json_lines"},
    },
    "filters": {"secrets": {"()": "tfc.logs.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        # It logs at each start that logging works.
        "pikepdf": {"level": "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "tfc.logs.HideVisitor"
