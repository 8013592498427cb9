from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: what each slice registers when the apps are ready: its kinds of paper and its kinds of import
MODULES: tuple[str, ...] = (
    "inventory.desk",
    "inventory.importers_depots",
    "inventory.importers_equipment",
    "inventory.importers_stock",
    "inventory.papers_equipment",
    "inventory.papers_list",
    "inventory.papers_moving",
    "inventory.papers_supply",
    "inventory.searched",
    "network.importing.importers",
    "network.papers_labels",
    "network.searched",
    "staff.desk",
    "staff.papers_duty",
    "staff.importers_duty",
    "staff.papers_badges",
    "staff.importers_people",
    "staff.importers_posts",
    "staff.importers_training",
    "staff.searched",
)


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("人员与物资")

    def ready(self) -> None:
        for module in MODULES:
            import_module(f"resources.{module}")
