"""Two people at the same moment, each with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from emergency_ops.lib.errors import Refused
from resources.inventory.actions import custody
from resources.inventory.actions.chain import By
from resources.inventory.actions.custody import Receiver
from resources.inventory.actions.equipment_lists import issue_version
from resources.inventory.actions.swapping import Swap, swap
from resources.inventory.models import CustodyEntry, Equipment
from resources.network.models import Terminal
from tests.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions):
    """What the actions did, all started together; a refusal is its code."""
    start = Barrier(len(actions))

    def run(action):
        try:
            start.wait(30)
            return action()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as people:
        return list(people.map(run, actions))


def taking(item, person, key=None):
    return lambda: custody.hand_out(item, Receiver(person), By(None, NOON, key=key)).holder_id


def test_an_item_is_out_to_one_holder(item, make_person):
    people = [make_person(f"p{number}") for number in range(8)]
    done = at_once(*(taking(item, person) for person in people))
    assert done.count("equipment_is_out") == 7
    assert Equipment.objects.get().holder_id in done
    assert CustodyEntry.objects.filter(kind="out").count() == 1


def test_a_double_click_is_one_entry(item, make_person):
    person = make_person("p")
    assert at_once(*[taking(item, person, "click")] * 4) == [person.pk] * 4
    assert CustodyEntry.objects.filter(kind="out").count() == 1


def test_a_list_is_issued_once(item):
    done = at_once(*[lambda: issue_version("", actor=None, now=NOON).number] * 4)
    assert done.count(1) == 1
    assert set(done) <= {1, "list_unchanged", "list_issued_now"}


def swapping(terminal, standby, depot):
    order = Swap(Terminal.objects.get(pk=terminal.pk), Equipment.objects.get(pk=standby.pk), depot)
    return lambda: swap(order, By(None, NOON, "坏了"))[0].site_id


def test_a_reserve_replaces_one_terminal(make_site, standby, depot):
    failed = [make_site(f"310101-000{number}").terminals.get() for number in range(1, 5)]
    done = at_once(*(swapping(terminal, standby, depot) for terminal in failed))
    assert done.count("equipment_state") == 3
    assert Terminal.objects.filter(status="maintenance").count() == 1
    assert Equipment.objects.count() == 2


def test_a_failed_terminal_is_replaced_once(terminal, make_item, depot):
    reserves = [make_item(f"BY-{n}", kind="standby_terminal", model="ZZ-200") for n in range(4)]
    done = at_once(*(swapping(terminal, reserve, depot) for reserve in reserves))
    assert done.count("swap_not_in_place") == 3
    assert Terminal.objects.filter(status="in_service").count() == 1


def test_a_swap_and_a_repair_never_wait_for_each_other(terminal, standby, depot):
    by = By(None, NOON, "坏了")
    new, old = swap(Swap(terminal, standby, depot), by)
    back = Swap(Terminal.objects.get(equipment=new), custody.maintenance_done(old, "good", by), depot, condition="good")
    done = at_once(lambda: swap(back, by)[0].pk, lambda: custody.send_to_maintenance(old, by).pk)
    assert set(done) <= {old.pk, "equipment_state"}
