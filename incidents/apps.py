from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("事件处置")

    def ready(self) -> None:
        """Let each slice name the deadlines that it handles and the subjects that it describes."""
        for module in ("escalation.deadlines", "response.deadlines", "response.port"):
            import_module(f"incidents.{module}")
