from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LibConfig(AppConfig):
    name = "emergency_ops.lib"
    label = "lib"

    def ready(self) -> None:
        autodiscover_modules("badges")
        import_module("emergency_ops.lib.paper.checks")
