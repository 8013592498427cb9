"""Publishes the shipped answers that an installation does not have yet."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from emergency_ops.lib import clock
from notices.content.faq import sample


class Command(BaseCommand):
    help = "Publish the answers of the shipped FAQ whose addresses are not in use yet (idempotent)"

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            added = sample.add_missing(clock.now())
        self.stdout.write(f"{added}")
