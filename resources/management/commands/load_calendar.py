"""Loads the official holidays of a year."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from resources.staff.actions.calendar import seed_year
from resources.staff.queries_duty import local_day


class Command(BaseCommand):
    """`manage.py load_calendar [YEAR …]`: without a year, this one and the next, the next as far as it is announced."""

    help = "Load Chinese public holidays and make-up working days of these years (this year and the next without any)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        this_year = local_day(now).year
        for year in options["years"] or (this_year, this_year + 1):
            try:
                changed = seed_year(year, actor=None, now=now)
            except Refused as refusal:
                if options["years"]:
                    raise CommandError(str(refusal)) from refusal
                self.stdout.write(str(refusal))
            else:
                self.stdout.write(f"{year}: {changed} days written")
