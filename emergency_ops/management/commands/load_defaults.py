"""Loads what every installation begins with: policy, rules, plan, answers, templates, holidays."""

from typing import Any

from django.core.management.base import BaseCommand

from emergency_ops.lib import clock
from emergency_ops.sampling import actions


class Command(BaseCommand):
    help = (
        "Load the shipped policy, rules, plan, scripts, answers, templates and holidays, each where there is none yet"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        actions.load_defaults(clock.now())
