from importlib import import_module

from django.apps import AppConfig

from .celery import app as celery_app

__all__ = ["RootConfig", "celery_app"]


class RootConfig(AppConfig):
    """Importing this module makes the Celery application the one that shared tasks bind to."""

    name = "emergency_ops"
    label = "root"

    def ready(self) -> None:
        import_module("emergency_ops.wall.checks")
