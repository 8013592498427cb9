"""`./ops up` on one's own machine: everything works without a certificate or a mail server."""

from .base import *  # noqa: F403
from .base import STORAGES, env

DEBUG = env.bool("DJANGO_DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
EMERGENCY_QR_KEYS = env.dict("EMERGENCY_QR_KEYS", default={"dev": "only-for-development"})

# Compressing every file takes half a minute; on one's own machine nobody waits for the bytes.
STORAGES["staticfiles"] = {"BACKEND": "emergency_ops.lib.bundling.BundledStorage"}
