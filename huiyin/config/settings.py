"""Django settings. What a site may change comes from the environment, read and checked in `environment`."""

from datetime import timedelta
from pathlib import Path

from huiyin.config import logs
from huiyin.config.environment import database, environment_or_exit
from huiyin.sign_in.rules.limits import Limits

env = environment_or_exit()

HUIYIN_HOME: Path = env.home
HUIYIN_LIVE_URL: str = env.live_url
HUIYIN_DEMO: bool = env.is_demo
HUIYIN_ID_NODES: range = env.id_nodes
HUIYIN_FILE_LIMITS: dict[str, int] = env.file_limits
HUIYIN_SIGN_IN: dict[str, int] = env.sign_in
HUIYIN_SMS: str = env.sms
HUIYIN_PROXIES = env.proxies
SECRET_KEY = env.secret_key
SECRET_KEY_FALLBACKS = env.old_secret_keys
DEBUG = False
ALLOWED_HOSTS = env.hosts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    # second factors: tables and arithmetic alone, no page and no address of theirs (docs/decisions/0020)
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "huiyin.ground.ledger",
    "huiyin.ground.commands",
    "huiyin.ground.files",
    "huiyin.ground.heartbeats",
    "huiyin.ground.packs",
    "huiyin.ground.imports",
    "huiyin.territory",
    "huiyin.people",
    "huiyin.trust",
    "huiyin.sign_in",
    "huiyin.escalation",
    "huiyin.posts",
    "huiyin.cases",
    "huiyin.groups",
    "huiyin.visits",
    "huiyin.coverage",
    "huiyin.web.kit",
    "huiyin.web.resident",
    "huiyin.web.officer",
    "huiyin.web.command",
    "huiyin.web.office",
    "huiyin.web.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.web.kit.middleware.ContentSecurityPolicyMiddleware",
    "huiyin.web.kit.middleware.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huiyin.web.kit.middleware.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huiyin.web.kit.middleware.ViewerMiddleware",
]
CSRF_FAILURE_VIEW = "huiyin.web.kit.views.errors.csrf_failure"

ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(env.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "/sign-in/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses what is locked, before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "huiyin.people.passwords.PasswordRules"},
]

# how long a session really lasts is said at sign-in (huiyin.sign_in.rules.limits)
limits = Limits.of(HUIYIN_SIGN_IN)
SESSION_COOKIE_AGE = int(timedelta(days=limits.resident_most_days).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = env.is_https

# wrong passwords are counted by account and by address, together with wrong second factors
AXES_FAILURE_LIMIT = limits.failures
AXES_COOLOFF_TIME = limits.lock
AXES_LOCKOUT_PARAMETERS = "huiyin.web.kit.entering.counted_by"
AXES_RESET_ON_SUCCESS = True
# whoever goes on trying does not keep the owner out for longer
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "huiyin.web.kit.entering.axes_address"
AXES_DISABLE_ACCESS_LOG = (
    True  # who came in stands in the history of the account, without addresses
)
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "typed", "client_key", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
# its page for what is locked is not ours: the sign-in page says until when
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# nobody here has an address for mail, and nobody signs up: officers register people, or a QR code does
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "huiyin.sign_in.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = env.is_https
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if name.startswith('.') else ''}{name}" for name in env.hosts if name != "*"
]
CSRF_FAILURE_VIEW = "huiyin.web.kit.views.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.is_https else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if env.is_https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# what is larger goes to a file while it is read; the limits of uploads are ground.files' own
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HUIYIN_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # names carry a hash of the content, so browsers keep them for good
    "staticfiles": {"BACKEND": "huiyin.config.static.HashedFiles"},
}

logs.configure()
LOGGING = logs.logging_settings()
