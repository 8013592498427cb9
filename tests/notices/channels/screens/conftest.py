"""A small fleet that reports, fetches its commands and answers them."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.intake.keys import Grant
from incidents.monitoring.models import TerminalState
from incidents.response.diagnosis import actions as commands
from notices.channels.screens import actions
from notices.channels.screens.models import ScreenText
from notices.channels.screens.sweeps import follow_screens
from resources.network.models import Terminal


class Fleet:
    """What terminals do: report, fetch, answer. `received`: (terminal, text) of every command that was fetched."""

    def __init__(self):
        self.received = []

    def report(self, *codes):
        """These terminals, without any all of them, report now."""
        terminals = Terminal.objects.filter(code__in=codes) if codes else Terminal.objects.all()
        now = now_clock.now()
        for terminal in terminals:
            TerminalState.objects.update_or_create(
                terminal=terminal,
                defaults={
                    "seq": 1, "seen": b"", "at": now, "received_at": now, "last_heard_at": now, "interval": 60,
                    "device": "online", "condition": "in_service",
                },
            )  # fmt: skip

    def ask(self, *codes):
        """Every command that waits."""
        return commands.hand_out(Grant(None), [], codes, most=1000, now=now_clock.now())

    def fetch(self, *codes):
        got = self.ask(*codes)
        self.received += [(row.terminal.code, row.params["text"]) for row in got]
        return got

    def answer(self, *codes, ok=True, output=""):
        """Fetch what waits for these terminals (without any: for all) and carry it out."""
        for row in (rows := self.fetch(*codes)):
            commands.answer(row.uuid, Grant(None), ok=ok, output=output, data={}, now=now_clock.now())
        return rows

    def turn(self, *codes):
        """A sweep, the terminals' answers, a sweep that takes them in."""
        follow_screens()
        rows = self.answer(*codes)
        follow_screens()
        return rows


@pytest.fixture
def fleet(db):
    return Fleet()


@pytest.fixture
def site(make_site):
    return make_site(terminals=3)


@pytest.fixture
def standing(make_notice, issued, incident, clock, fleet):
    """A notice that is issued and shown by all three terminals of its site."""
    fleet.report()
    notice = issued(make_notice(incident))
    fleet.turn()
    return notice


@pytest.fixture
def states():
    """states(notice): {last two digits of the terminal: state}."""

    def read(notice):
        rows = ScreenText.objects.filter(notice=notice).order_by("terminal__code")
        return {row.terminal.code[-2:]: row.state for row in rows.select_related("terminal")}

    return read


def later(clock, **time):
    clock.shift(timedelta(**time))


__all__ = ["actions", "later"]
