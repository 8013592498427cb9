from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: each registers at the start what it adds: outlets, papers, deadlines, attachments
MODULES: tuple[str, ...] = (
    "content.leftovers",
    "channels.cap.checks",
    "channels.cap.outlet",
    "channels.desk",
    "channels.outlets",
    "channels.screens.outlet",
    "channels.status.outlet",
    "printing.walls.desk",
    "printing.walls.leftovers",
    "printing.walls.outlet",
    "printing.walls.photos",
    "content.desk",
    "content.faq.importers",
    "content.faq.searched",
    "content.searched",
)


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("公告")

    def ready(self) -> None:
        for module in MODULES:
            import_module(f"notices.{module}")
