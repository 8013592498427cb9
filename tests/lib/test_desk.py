"""Which cards are on whose desk, and in which order."""

import pytest

from emergency_ops.lib import desk
from emergency_ops.lib.desk import Card, Row
from emergency_ops.lib.roles import Role


@pytest.fixture
def add(monkeypatch):
    """add("a", {Role.MANAGER: 1}): a card on an otherwise empty desk; rows=3 that many rows."""
    monkeypatch.setattr(desk, "_cards", {})

    def register(code, places, rows=0):
        made = [Row(str(number), f"第{number}项", "/") for number in range(rows)]
        desk.register(Card(code, code, "cube", places, lambda person, now: made, lambda: "/", "无"))

    return register


def codes(person):
    return [card.code for card in desk.cards_for(person)]


def test_a_card_is_on_the_desks_of_its_roles(add, manager, field_staff):
    add("gaps", {Role.MANAGER: 1})
    assert (codes(manager), codes(field_staff)) == (["gaps"], [])


def test_each_role_has_its_own_order(add, manager, field_staff):
    add("tasks", {Role.MANAGER: 2, Role.FIELD_STAFF: 1})
    add("incidents", {Role.MANAGER: 1, Role.FIELD_STAFF: 2})
    assert (codes(manager), codes(field_staff)) == (["incidents", "tasks"], ["tasks", "incidents"])


def test_with_two_roles_the_earlier_place_counts(add, make_person):
    add("tasks", {Role.MANAGER: 9, Role.FIELD_STAFF: 1})
    add("gaps", {Role.MANAGER: 5})
    assert codes(make_person("both", Role.MANAGER, Role.FIELD_STAFF)) == ["tasks", "gaps"]


def test_five_rows_are_shown_and_the_sixth_says_that_there_are_more(add, manager):
    add("tasks", {Role.MANAGER: 1}, rows=6)
    (shown,) = desk.shown(manager, None)
    assert (len(shown.rows), shown.has_more) == (5, True)


def test_a_card_that_is_rarely_wanted_is_shown_with_something_on_it_alone(add, manager):
    add("rounds", {Role.MANAGER: desk.RARELY})
    add("counters", {Role.MANAGER: desk.RARELY}, rows=1)
    assert [shown.card.code for shown in desk.shown(manager, None)] == ["counters"]


def test_two_cards_of_one_code_are_an_error(add):
    add("tasks", {})
    with pytest.raises(ValueError, match="tasks"):
        add("tasks", {})
