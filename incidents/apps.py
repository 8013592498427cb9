from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SLICES_WITH_DEADLINES = ("escalation",)


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("事件处置")

    def ready(self) -> None:
        """Let the slices tell escalation what they handle."""
        for name in SLICES_WITH_DEADLINES:
            import_module(f"incidents.{name}.deadlines")
