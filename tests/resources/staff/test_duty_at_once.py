"""Two at once: nobody is on duty twice, and nothing is made twice."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from emergency_ops.lib.errors import Refused
from emergency_ops.lib.roles import Role
from resources.staff.actions.planning import plan_rota
from resources.staff.choices import Function
from resources.staff.models import Memo, Rota, Shift
from tests.conftest import NOON
from tests.resources.staff.duty import make_post, save, shift_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(regions):
    return make_post(regions["310000"])


@pytest.fixture
def person(make_person):
    return make_person("甲", Role.FIELD_STAFF, regions=["310000"])


def at_once(*calls):
    """Run these at the same moment; what each returned or was refused with."""
    barrier, results = Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            results.append(call())
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_person_is_planned_at_one_of_two_posts(post, person, regions):
    other = make_post(regions["310000"], Function.LOGISTICS, "后勤")
    results = at_once(lambda: save(post, person), lambda: save(other, person))
    assert "shift_overlap" in results
    assert Rota.objects.count() == 1
    assert not Shift.objects.filter(person=None).exists()


def test_a_double_click_makes_one_rota(post, person):
    first, second = at_once(lambda: save(post, person), lambda: save(post, person))
    assert first == second
    assert Rota.objects.count() == 1


def test_sweeps_on_two_nodes_plan_once(post, person, make_person):
    rota = save(post, person)
    Memo.objects.all().delete()
    Shift.objects.filter(day__gt=shift_on(post, 10).day).delete()
    at_once(*[lambda: plan_rota(rota, actor=None, now=NOON)] * 2)
    assert Shift.objects.count() == 61
    assert Memo.objects.count() == 1
