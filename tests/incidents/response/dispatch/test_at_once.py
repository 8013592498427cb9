"""Two at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Refused
from incidents.response.dispatch import actions
from incidents.response.dispatch.actions import Order
from incidents.response.dispatch.actions.lapsing import lapse
from incidents.response.dispatch.choices import BOUND
from incidents.response.dispatch.models import Dispatch

NOW = now_clock.now
pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds):
    """What each of these came to: its result, or the code of the refusal."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait()
            return deed()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def test_two_managers_never_bind_one_person_twice(incident, site, worker, manager, commander):
    now = NOW()

    def send_and_confirm(actor, purpose):
        def deed():
            row = actions.offer(incident, Order(site, worker, purpose), actor=actor, now=now)
            return actions.accept(row, actor=actor, now=now).state

        return deed

    came_to = together(send_and_confirm(manager, "repair"), send_and_confirm(commander, "notices"))
    assert "accepted" in came_to
    assert Dispatch.objects.filter(person=worker, state__in=BOUND).count() == 1


def test_the_database_itself_refuses_the_second(offered, send, worker):
    other = send(purpose="notices")
    Dispatch.objects.filter(pk=offered.pk).update(state="accepted")
    with pytest.raises(Exception, match="dispatch_one_at_a_time"):
        Dispatch.objects.filter(pk=other.pk).update(state="on_site")


def test_an_answer_and_the_deadline_at_once_leave_one_of_them(offered, worker, second, clock):
    clock.shift(301)
    now = NOW()
    together(lambda: actions.accept(offered, actor=worker, now=now), lambda: lapse(offered.pk, now))
    offered.refresh_from_db()
    followed = Dispatch.objects.filter(follows=offered).count()
    assert (offered.state, followed) in {("accepted", 0), ("unanswered", 1)}


def test_two_sweeps_ask_the_next_once(offered, second, clock):
    clock.shift(301)
    now = NOW()
    together(lambda: lapse(offered.pk, now), lambda: lapse(offered.pk, now))
    assert Dispatch.objects.filter(follows=offered).count() == 1
