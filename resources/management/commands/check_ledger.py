"""Whether the stock adds up to the ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from resources.inventory.checking import differences


class Command(BaseCommand):
    help = "Compares every stock level with the ledger, the reservations and the transfers. Changes nothing; fails where they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences()
        for one in found:
            self.stdout.write(str(one))
        if found:
            raise CommandError(_("库存账不平：%(number)d 处不一致。") % {"number": len(found)})
        self.stdout.write(_("库存账与出入库记录一致。"))
