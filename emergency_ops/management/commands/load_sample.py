"""Loads the sample network with its people and things, and takes it back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.sampling import actions
from resources.network.models import Site, Terminal
from resources.sampling.choices import SampleState
from resources.sampling.models import SampleLoad


class Command(BaseCommand):
    help = "Load the defaults, the sample network and the demo accounts; what it brings can be taken back in the guide (/setup/)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="only into a house that never had sites or a sample"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and (Site.objects.exists() or _had_sample()):
            return
        try:
            order = _unfinished() or actions.ask_load(actor=None, now=clock.now())
            _load(order)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("示例数据已就绪：%(sites)d 个网点，%(terminals)d 台终端。")
            % {"sites": Site.objects.count(), "terminals": Terminal.objects.count()}
        )


def _had_sample() -> bool:
    """Whether there was one ever. What a kill or an error kept from coming in was none."""
    return SampleLoad.objects.exclude(state__in=[SampleState.LOADING, SampleState.FAILED]).exists()


def _unfinished() -> SampleLoad | None:
    """A load that was asked for and has not ended: whoever was at it may have been killed. Two never load at once."""
    order = actions.current()
    return order if order and order.state == SampleState.LOADING else None


def _load(order: SampleLoad) -> None:
    try:
        actions.load(order.pk, clock.now())
    except Exception as error:
        actions.give_up(order.pk, str(error), clock.now())
        raise
