"""Puts the shipped plan in force where there is no plan yet."""

from typing import Any

from django.core.management.base import BaseCommand

from emergency_ops.lib import clock
from incidents.response.plans import sample


class Command(BaseCommand):
    help = "Put the shipped emergency plan in force where there is no plan yet (idempotent)"

    def handle(self, *args: Any, **options: Any) -> None:
        sample.load(clock.now())
