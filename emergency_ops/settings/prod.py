"""Production: HTTPS, secure cookies, JSON logs. Refuses to start with a development secret, or without what the public
reads on paper and in messages: a default there would send people to strangers.
"""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import DEFAULT_SECRET_KEY, EMERGENCY_QR_KEYS, LOGGING, SECRET_KEY, env

if SECRET_KEY == DEFAULT_SECRET_KEY or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "Set DJANGO_SECRET_KEY to a random text of at least 50 characters "
        "(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')."
    )
if not EMERGENCY_QR_KEYS:
    raise ImproperlyConfigured("Set EMERGENCY_QR_KEYS to key-id=secret: without it no emergency QR code can be signed.")
for _name in ("SITE_URL", "EMERGENCY_QR_BASE_URL", "EMERGENCY_QR_ALLOWED_HOSTS", "ORGANISATION_NAME", "HOTLINE"):
    if not env(_name, default=""):
        raise ImproperlyConfigured(
            f"Set {_name}: it stands on notices or in messages and has no default in production."
        )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
EMAIL_CONFIG = env.email_url("EMAIL_URL")
vars().update(EMAIL_CONFIG)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
if env.bool("TRUST_PROXY", default=False):  # only behind a proxy that sets the header itself, whatever it was sent
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
METRICS_OPEN = False
LOGGING["handlers"]["console"]["formatter"] = "json"
