"""Loads the templates of notices and the list of words to avoid that ship with the system."""

from typing import Any

from django.core.management.base import BaseCommand

from emergency_ops.lib import clock
from notices.content.patterns import sample


class Command(BaseCommand):
    help = "Load the shipped templates of notices and words to avoid, where there are none (idempotent)"

    def handle(self, *args: Any, **options: Any) -> None:
        sample.load(clock.now())
