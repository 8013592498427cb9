from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MODULES = (
    "monitoring.patrols.deadlines", "monitoring.patrols.papers", "monitoring.patrols.photos",
    "escalation.deadlines", "escalation.heartbeats", "escalation.metrics", "response.deadlines", "response.port",
    "response.attaching",
    "response.command.deadlines",
    "response.online.checks", "response.online.kind", "response.online.papers",
    "response.hotline.deadlines", "response.hotline.kind",
    "response.dispatch.deadlines",
    "response.tasks.deadlines", "response.tasks.evidence", "response.offline.deeds", "response.plans.papers",
    "escalation.desk", "monitoring.patrols.desk",
    "response.desk", "response.command.desk", "response.tasks.desk", "response.dispatch.desk", "response.counters.desk",
    "response.searched", "response.plans.searched",
    "response.deadlines_substitutes", "response.counters.port", "response.counters.papers", "response.counters.deadlines",
)  # fmt: skip


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("事件处置")

    def ready(self) -> None:
        """Let each slice name the deadlines that it handles, the subjects that it describes and the metrics that it has."""
        for module in MODULES:
            import_module(f"incidents.{module}")
