"""Loads the sample: a network, its people and posts, rules, policy. What is there already stays as it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from incidents.escalation import sample as escalation
from incidents.escalation import sample_policies
from incidents.monitoring import sample as monitoring
from incidents.monitoring.patrols import sample as patrols
from incidents.response import sample as response
from incidents.response.hotline import sample as hotline
from incidents.response.online import sample as online
from incidents.response.plans import sample as plans
from notices.content.faq import sample as faq
from notices.content.patterns import sample as notice_templates
from resources.inventory import sample as inventory
from resources.network import sample as network
from resources.network.models import Site, Terminal
from resources.staff import sample as staff

#: in this order, for what comes later builds on what was before
PARTS = (
    network,
    staff,
    inventory,
    escalation,
    sample_policies,
    monitoring,
    patrols,
    response,
    plans,
    online,
    hotline,
    faq,
    notice_templates,
)


class Command(BaseCommand):
    help = "Load the sample network, demo accounts, rules and policy (idempotent)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where sites exist already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Site.objects.exists():
            return
        now = clock.now()
        with transaction.atomic():
            for part in PARTS:
                part.load(now)
        self.stdout.write(
            _("示例数据已就绪：%(sites)d 个网点，%(terminals)d 台终端。")
            % {"sites": Site.objects.count(), "terminals": Terminal.objects.count()}
        )
