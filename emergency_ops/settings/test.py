"""Tests: real PostgreSQL and broker from the environment, quick password hashes, template typos and lazy mail fail."""

import os

from emergency_ops.lib.caching import ForgivingCache

from .base import *  # noqa: F403
from .base import CACHES, MIDDLEWARE, TEMPLATES

#: processes that test at the same time share a server, and must neither wake each other's pages nor read each other's cache
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")


class UndefinedVariable(str):
    """Makes a template that names something its context does not have fail instead of printing nothing."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")


class ProcessCache(ForgivingCache):
    """Has the names of its process, and clears these alone."""

    def clear(self) -> None:
        client = self._cache.get_client(write=True)
        names = list(client.scan_iter(match=self.make_key("*"), count=1000))
        if names:
            client.delete(*names)


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
CACHES["default"] |= {"BACKEND": "emergency_ops.settings.test.ProcessCache", "KEY_PREFIX": PROCESS}
LIVE_PREFIX = f"emergency-ops.live.{PROCESS}"
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
