"""Tests: real PostgreSQL and broker from the environment, quick password hashes, template typos and lazy mail fail."""

import os

from .base import *  # noqa: F403
from .base import MIDDLEWARE, TEMPLATES


class UndefinedVariable(str):
    """Makes a template that names something its context does not have fail instead of printing nothing."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")


SECRET_KEY = "tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMERGENCY_QR_KEYS = {"t1": "test-secret"}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
AXES_ENABLED = False
CELERY_TASK_ALWAYS_EAGER = False
#: processes that test at the same time share a broker, and must not wake each other's pages
LIVE_PREFIX = f"emergency-ops.live.{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
