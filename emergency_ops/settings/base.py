"""What every environment shares. Secrets and addresses come from the environment only (12-factor)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
import structlog
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.logging import SHARED_PROCESSORS, configure

configure()
django_stubs_ext.monkeypatch()
BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEFAULT_SECRET_KEY = "only-for-development-never-for-production"  # noqa: S105 - prod refuses it
SECRET_KEY = env("DJANGO_SECRET_KEY", default=DEFAULT_SECRET_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # older keys, which still open what they sealed
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "emergency_ops",
    "emergency_ops.lib",
    "resources",
    "incidents",
    "notices",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "simple_history",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emergency_ops.lib.compressing.CompressedPages",
    "emergency_ops.lib.middleware.SharedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "emergency_ops.lib.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "emergency_ops.lib.middleware.LiveMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "emergency_ops.lib.middleware.NoNulMiddleware",
    "emergency_ops.lib.middleware.RefusedMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "emergency_ops.urls"
WSGI_APPLICATION = "emergency_ops.wsgi.application"
ASGI_APPLICATION = "emergency_ops.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
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
                "emergency_ops.lib.shell.shell",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///emergency_ops")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
#: where browsers find the event stream: "/live/stream" behind a proxy, ":8001" beside this server, "" for polling alone
LIVE_URL = env("LIVE_URL", default="")
LIVE_PREFIX = "emergency-ops.live"
LIVE_STREAMS = env.int("LIVE_STREAMS", default=2000)  # at once, a process
LIVE_STREAMS_EACH = env.int("LIVE_STREAMS_EACH", default=20)  # of one person or screen
LIVE_RECHECK_SECONDS = env.float("LIVE_RECHECK_SECONDS", default=60)  # after which a logout has closed its streams
#: a server that hangs is one that is not there: pages do not wait for it
CACHES = {
    "default": {
        "BACKEND": "emergency_ops.lib.caching.ForgivingCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

FORM_RENDERER = "emergency_ops.lib.inputs.InputRenderer"
AUTH_USER_MODEL = "resources.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
#: whether `prepare` fills an empty database with the sample network and demo accounts with a well-known password
LOAD_SAMPLE = env.bool("LOAD_SAMPLE", default=False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "setup:arrive"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "resources.staff.adapter.ClosedAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
FILTERS_EMPTY_CHOICE_LABEL = _("不限")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 86_400  # longer than a browser's window is open
LOCALE_PATHS = [BASE_DIR / "emergency_ops" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "emergency_ops" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "emergency_ops.lib.bundling.CompressedBundledStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'self'"],
        "worker-src": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "emergency_ops.lib.api.Page",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "emergency_ops.lib.api.exception_handler",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Emergency Ops",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "IncidentStatusEnum": "incidents.response.choices.Status",
        "TerminalStatusEnum": "resources.network.choices.TerminalStatus",
        "ActingStateEnum": "resources.staff.choices.ActingState",
        "BadgeStateEnum": "resources.staff.choices.BadgeState",
        "TrainingKindEnum": "resources.staff.choices.TrainingKind",
        "TrainingRecordStateEnum": "resources.staff.choices.RecordState",
        "AbsenceKindEnum": "resources.staff.choices.AbsenceKind",
        "EquipmentKindEnum": "resources.inventory.choices.EquipmentKind",
        "EquipmentStateEnum": "resources.inventory.choices.EquipmentState",
        "EquipmentConditionEnum": "resources.inventory.choices.EquipmentCondition",
        "CustodyKindEnum": "resources.inventory.choices.CustodyKind",
        "MovementKindEnum": "resources.inventory.choices.MovementKind",
        "TransferStateEnum": "resources.inventory.choices.TransferState",
        "StocktakeStateEnum": "resources.inventory.choices.StocktakeState",
        "ReservationStateEnum": "resources.inventory.choices.ReservationState",
        "DeliveryStateEnum": "resources.inventory.choices.DeliveryState",
        "NeedStateEnum": "resources.inventory.choices.NeedState",
        "SupplyStateEnum": "resources.inventory.choices.SupplyState",
        "DispatchStateEnum": "incidents.response.dispatch.choices.DispatchState",
        "DispatchPurposeEnum": "incidents.response.dispatch.choices.Purpose",
        "CommandKindEnum": "incidents.response.diagnosis.choices.CommandKind",
        "CommandStateEnum": "incidents.response.diagnosis.choices.CommandState",
        "OnlineChannelKindEnum": "incidents.response.online.choices.ChannelKind",
        "EmergencyCodeStateEnum": "incidents.response.online.choices.CodeState",
        "CallOutcomeEnum": "incidents.response.hotline.choices.CallOutcome",
        "PriorityCategoryEnum": "incidents.response.counters.choices.PriorityCategory",
        "WarningSourceEnum": "incidents.monitoring.choices.WarningSource",
        "PatrolRoundStateEnum": "incidents.monitoring.patrols.choices.RoundState",
        "ResponseLevelEnum": "incidents.response.choices.ResponseLevel",
        "IncidentCategoryEnum": "incidents.monitoring.choices.Category",
        "TicketStateEnum": "incidents.response.counters.choices.TicketState",
        "RoleFunctionEnum": "resources.staff.choices.Function",
        "PaymentMethodEnum": "resources.network.choices.PaymentMethod",
        "PlanCauseEnum": "incidents.response.plans.choices.Cause",
        "AttachmentKindEnum": "resources.attachments.choices.AttachmentKind",
        "TaskStateEnum": "incidents.response.tasks.choices.TaskState",
    },
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
if REDIS_URL.startswith("unix://"):
    _path, _, _query = REDIS_URL.removeprefix("unix://").partition("?")
    CELERY_BROKER_URL = f"redis+socket://{_path}" + (f"?virtual_host={_query.removeprefix('db=')}" if _query else "")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="emergency-ops@localhost")
EMAIL_TIMEOUT = 10

# Where the channels are; an account may have an address of its own.
CHANNEL_ADDRESSES = {
    "wecom": env("WECOM_URL", default="https://qyapi.weixin.qq.com"),
    "dingtalk": env("DINGTALK_URL", default="https://oapi.dingtalk.com"),
    "feishu": env("FEISHU_URL", default="https://open.feishu.cn"),
    "sms": env("ALIYUN_SMS_URL", default="https://dysmsapi.aliyuncs.com"),
}
# The public's channels.
PUBLIC_CHANNEL_ADDRESSES = {
    "wechat": env("WECHAT_URL", default="https://api.weixin.qq.com"),
    "weibo": env("WEIBO_URL", default="https://api.weibo.com"),
}
CHANNEL_SECONDS = 10.0  # how long an answer may take
# How long the link in a call lets somebody acknowledge without logging in.
ACKNOWLEDGE_LINK_MINUTES = env.int("ACKNOWLEDGE_LINK_MINUTES", default=30)

# Where people reach this system (links in messages and on paper), and the payment page behind the emergency QR codes.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
EMERGENCY_QR_BASE_URL = env("EMERGENCY_QR_BASE_URL", default="https://pay.example.cn")
EMERGENCY_QR_ALLOWED_HOSTS = env.list("EMERGENCY_QR_ALLOWED_HOSTS", default=["pay.example.cn"])
EMERGENCY_QR_KEYS = env.dict("EMERGENCY_QR_KEYS", default={})  # kid=secret,kid2=secret2; the first one signs
# Who sends the CAP messages, unique in the world: a domain or an address at one.
CAP_SENDER = env("CAP_SENDER", default=urlsplit(SITE_URL).hostname or "localhost")
ORGANISATION_NAME = env("ORGANISATION_NAME", default="自助缴费运营中心")
# How a terminal's screen scrolls a text: so many characters a line, so many lines one after the other.
SCREEN_LINE_LENGTH = env.int("SCREEN_LINE_LENGTH", default=60)
SCREEN_LINES = env.int("SCREEN_LINES", default=2)
# A map under the wall's sites, where an organisation has a map server: https://HOST/{z}/{x}/{y}.png; whether it draws in
# WGS-84 or in the shifted datum of Chinese maps (gcj02); and what it wants said. Sites' coordinates are WGS-84.
WALL_TILES_URL = env("WALL_TILES_URL", default="")
WALL_TILES_DATUM = env("WALL_TILES_DATUM", default="wgs84")
WALL_TILES_CREDIT = env("WALL_TILES_CREDIT", default="")
METRICS_TOKEN = env("METRICS_TOKEN", default="")
METRICS_OPEN = True  # to everybody where there is no token
# The status page's copy: a plain web server serves its folder `current` when the application is down.
STATUS_SNAPSHOT = Path(env("STATUS_SNAPSHOT", default=str(BASE_DIR / ".data" / "status")))
HOTLINE = env("HOTLINE", default="12345")
# Minutes of opening time for a wall: half of the 30 minutes in which a substitute has to serve, so that the sheet leads
# people to it; and an hour to take it down, so that nobody is sent away from terminals that work.
NOTICE_POST_WITHIN_MINUTES = env.int("NOTICE_POST_WITHIN_MINUTES", default=15)
NOTICE_TAKE_DOWN_WITHIN_MINUTES = env.int("NOTICE_TAKE_DOWN_WITHIN_MINUTES", default=60)
DEAD_MAN_URL = env(
    "DEAD_MAN_URL", default=""
)  # asked every minute while all is well; whoever watches it hears our silence

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
            ],
            "foreign_pre_chain": SHARED_PROCESSORS,
        },
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": SHARED_PROCESSORS,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("django_structlog", "fontTools", "httpx", "weasyprint")},
}
