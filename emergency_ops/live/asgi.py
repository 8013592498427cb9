"""Entry point: uvicorn emergency_ops.live.asgi:application --port 8001 --no-access-log --timeout-graceful-shutdown 1"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emergency_ops.settings.prod")
django.setup(set_prefix=False)

from .stream import Stream  # noqa: E402 - needs the settings

application = Stream()
