"""A standby terminal takes a failed one's place: all of it or nothing, both histories intact."""

import pytest

from emergency_ops.lib.errors import Forbidden
from resources.inventory.actions import custody
from resources.inventory.actions.custody import Found, Receiver
from resources.inventory.actions.swapping import Swap, swap
from resources.inventory.models import Equipment
from resources.network.models import Terminal
from tests.resources.inventory.equipment.refusing import refused

PLACE = ("site_id", "line", "payment_methods", "services", "hourly_payments")


@pytest.fixture
def swapped(terminal, standby, depot, by):
    return swap(Swap(terminal, standby, depot), by("主控板烧毁"))


def test_the_configuration_is_taken_over(swapped, terminal):
    new = swapped[0].terminal
    assert [getattr(new, name) for name in PLACE] == [getattr(terminal, name) for name in PLACE]
    assert (new.code, new.status, new.model) == ("BY-1", "in_service", "ZZ-200")


def test_the_failed_one_comes_into_the_depot(swapped, terminal, depot):
    old = swapped[1]
    terminal.refresh_from_db()
    assert terminal.status == "maintenance"
    assert (old.code, old.state, old.condition, old.depot) == (terminal.code, "maintenance", "faulty", depot)


def test_both_chains_name_the_other(swapped, terminal):
    new, old = swapped
    assert (new.custody.first().kind, new.custody.first().reference) == ("swapped_in", terminal.code)
    assert (old.custody.first().kind, old.custody.first().reference) == ("swapped_out", "BY-1")


def test_both_histories_are_intact(swapped, terminal, storekeeper):
    kept = terminal.history.first()
    assert (kept.status, kept.history_user, kept.history_change_reason) == ("maintenance", storekeeper, "主控板烧毁")
    assert swapped[0].terminal.history.count() == 1
    assert [version.state for version in swapped[0].history.all()] == ["installed", "in_depot"]


def test_twice_is_once(terminal, standby, depot, by):
    for _ in range(2):
        swap(Swap(terminal, standby, depot), by("坏了", key="k1"))
    assert Terminal.objects.count() == 2
    assert Equipment.objects.count() == 2


def test_an_installed_one_is_not_installed_again(swapped, make_site, standby, depot, by):
    other = make_site("310104-0001").terminals.get()
    with refused("equipment_state"):
        swap(Swap(other, standby, depot), by("坏了"))


def test_what_was_replaced_is_not_replaced_again(swapped, terminal, make_item, depot, by):
    another = make_item("BY-3", kind="standby_terminal", model="ZZ-200")
    with refused("swap_not_in_place"):
        swap(Swap(terminal, another, depot), by("坏了"))


def test_one_out_of_order_is_replaced(terminal, standby, depot, by):
    Terminal.objects.update(status="maintenance")
    swap(Swap(terminal, standby, depot), by("坏了"))
    assert Terminal.objects.get(code="BY-1").status == "in_service"


def test_a_repaired_one_returns_to_its_place_and_the_reserve_to_the_shelf(swapped, terminal, depot, by):
    new, old = swapped
    repaired = custody.maintenance_done(old, "good", by("换主控板"))
    terminal.refresh_from_db()
    assert terminal.status == "standby"
    back, shelf = swap(Swap(new.terminal, repaired, depot, condition="good"), by("修好换回"))
    terminal.refresh_from_db()
    assert (back.terminal, terminal.status, shelf.state) == (terminal, "in_service", "in_depot")
    assert Terminal.objects.get(code="BY-1").status == "standby"


def test_nothing_is_done_by_halves(terminal, standby, depot, by, make_item):
    make_item(terminal.code)
    with refused("swap_code_taken"):
        swap(Swap(terminal, standby, depot), by("坏了"))
    standby.refresh_from_db()
    terminal.refresh_from_db()
    assert (standby.state, terminal.status, Terminal.objects.count()) == ("in_depot", "in_service", 1)


def test_another_model_is_asked_about(make_item, terminal, depot, by):
    other = make_item("BY-2", kind="standby_terminal", model="XX-1")
    with refused("swap_doubts"):
        swap(Swap(terminal, other, depot), by("坏了"))
    assert swap(Swap(terminal, other, depot, accepted=True), by("坏了"))[0].state == "installed"


def test_a_retired_one_is_not_replaced(terminal, standby, depot, by):
    Terminal.objects.update(status="retired")
    with refused("swap_retired"):
        swap(Swap(terminal, standby, depot), by("坏了"))


def test_a_faulty_reserve_stays(terminal, standby, depot, by):
    custody.change_condition(standby, "faulty", by("屏碎"))
    with refused("equipment_faulty"):
        swap(Swap(terminal, standby, depot), by("坏了"))


def test_a_portable_pos_is_no_terminal(terminal, item, depot, by):
    with refused("swap_kind"):
        swap(Swap(terminal, item, depot), by("坏了"))


@pytest.mark.parametrize("who", ["auditor", "outsider"])
def test_only_who_answers_for_the_site_swaps(terminal, standby, depot, by, who, request):
    with pytest.raises(Forbidden):
        swap(Swap(terminal, standby, depot), by("坏了", person=request.getfixturevalue(who)))


def test_field_staff_swap_what_they_brought(terminal, standby, depot, by, field_staff):
    custody.hand_out(standby, Receiver(field_staff), by())
    installed, _old = swap(Swap(terminal, standby, depot), by("坏了", person=field_staff))
    assert (installed.state, installed.holder, installed.site) == ("installed", None, terminal.site)


def test_taking_an_installed_one_back_ends_its_service(swapped, depot, by):
    custody.take_back(swapped[0], depot, Found("good"), by("撤点"))
    assert Terminal.objects.get(code="BY-1").status == "standby"


def test_scrapping_the_device_retires_the_terminal(swapped, terminal, by):
    custody.scrap(swapped[1], by("无法修复"))
    terminal.refresh_from_db()
    assert terminal.status == "retired"
