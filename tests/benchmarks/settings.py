"""The server that benchmarks measure: this project's intake in front, bare views behind, no middleware."""

from emergency_ops.settings.dev import *  # noqa: F403
from emergency_ops.settings.dev import INSTALLED_APPS, MIDDLEWARE

MIDDLEWARE = MIDDLEWARE[:0]
INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("allauth")]
ROOT_URLCONF = "tests.benchmarks.floors"
ALLOWED_HOSTS = ["*"]
