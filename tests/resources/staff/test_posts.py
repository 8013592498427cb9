"""Who acts for a post, by rule and by query."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import given
from hypothesis import strategies as st

from emergency_ops.lib.roles import Role
from resources.staff import queries
from resources.staff.models import Post, PostAssignment
from resources.staff.rules.acting import Acting, Holding, Reason, who_acts
from tests.conftest import NOON

LATER = NOON + timedelta(hours=1)


def obvious(holdings, at):
    """Minute by minute over two hours: who sits on which chair, and then who answers."""
    chairs = {"A": None, "B": None}
    for holding in holdings:
        minute, end = holding.start or NOON - timedelta(hours=1), holding.end or NOON + timedelta(hours=1)
        while minute < end:
            if minute == at:
                chairs[holding.role] = holding
            minute += timedelta(minutes=1)
    return answer(chairs["A"], chairs["B"])


def answer(a, b):
    if a and a.available:
        return a.person, "A", None
    if b and b.available:
        return b.person, "B", a.person if a else None
    return None


@st.composite
def chairs(draw):
    """At most one A and one B at any time, as the database keeps it: each role's day is cut at drawn minutes."""
    holdings = []
    for role in "AB":
        cuts = sorted(draw(st.sets(st.integers(0, 20), max_size=5)))
        for start, end in zip([None, *cuts], [*cuts, None], strict=True):
            if draw(st.booleans()):
                bounds = [None if minute is None else NOON + timedelta(minutes=minute) for minute in (start, end)]
                holdings.append(Holding(draw(st.integers(1, 4)), role, *bounds, available=draw(st.booleans())))
    return draw(st.permutations(holdings))


@given(chairs(), st.integers(0, 20))
def test_is_what_a_slow_look_at_every_minute_says(holdings, minute):
    at = NOON + timedelta(minutes=minute)
    found = who_acts(holdings, at)
    assert (found and (found.person, found.role, found.acting_for)) == obvious(holdings, at)


@given(chairs(), st.integers(0, 20))
def test_the_reason_fits_the_person(holdings, minute):
    found = who_acts(holdings, NOON + timedelta(minutes=minute))
    if found is not None:
        assert (found.reason == Reason.HOLDS) == (found.role == "A")
        assert (found.reason == Reason.A_AWAY) == (found.acting_for is not None)


class TestRule:
    A, B = Holding(1, "A", None, None), Holding(2, "B", None, None)

    def test_a_holds(self):
        assert who_acts([self.B, self.A], NOON) == Acting(1, "A", Reason.HOLDS)

    def test_b_acts_for_a_who_is_away(self):
        away = Holding(1, "A", None, None, available=False)
        assert who_acts([away, self.B], NOON) == Acting(2, "B", Reason.A_AWAY, acting_for=1)

    def test_b_acts_where_nobody_is_a(self):
        assert who_acts([self.B], NOON) == Acting(2, "B", Reason.A_VACANT)

    def test_the_end_is_not_part_of_the_time(self):
        assert who_acts([Holding(1, "A", NOON, LATER)], LATER) is None

    def test_the_begin_is(self):
        assert who_acts([Holding(1, "A", NOON, LATER)], NOON) is not None


@pytest.fixture
def put(regions):
    """put(person, "A", "310000"): on the technical post of a region."""

    def make(person, role, region="310000", function="technical", since=None, until=None):
        post, _created = Post.objects.get_or_create(function=function, region_id=region, defaults={"name": "岗位"})
        return PostAssignment.objects.create(
            post=post, person=person, role=role, validity=DateTimeTZRange(since, until)
        )

    return make


@pytest.mark.django_db
class TestHolder:
    def test_of_the_region_itself(self, put, manager):
        put(manager, "A", region="310101")
        assert queries.holder("technical", "310101", "A", NOON) == manager

    def test_of_the_nearest_region_above(self, put, manager, commander):
        put(commander, "A", region="000000"), put(manager, "A", region="310000")
        assert queries.holder("technical", "310101", "A", NOON) == manager

    def test_not_of_a_neighbour(self, put, manager):
        put(manager, "A", region="310104")
        assert queries.holder("technical", "310101", "A", NOON) is None

    def test_not_of_another_function(self, put, manager):
        put(manager, "A", function="scribe")
        assert queries.holder("technical", "310101", "A", NOON) is None

    def test_a_post_without_anybody_today_is_passed_over(self, put, manager, commander):
        put(manager, "A", region="310101", until=NOON), put(commander, "A", region="310000")
        assert queries.holder("technical", "310101", "A", NOON) == commander

    def test_b_is_found_as_b_only(self, put, manager, field_staff):
        put(manager, "A"), put(field_staff, "B")
        assert queries.holder("technical", "310101", "B", NOON) == field_staff

    def test_somebody_who_left_does_not_hold(self, put, manager, field_staff):
        manager.is_active = False
        manager.save()
        put(manager, "A"), put(field_staff, "B")
        found = queries.incumbent("technical", "310101", "A", NOON)
        assert (found.person, found.acting_for) == (field_staff, manager)

    def test_without_a_region_the_whole_country_s(self, put, commander):
        put(commander, "A", region="000000")
        assert queries.holder("technical", "", "A", NOON) == commander

    def test_is_one_query(self, put, manager, field_staff, commander, django_assert_num_queries):
        put(manager, "A"), put(field_staff, "B"), put(commander, "A", region="000000")
        with django_assert_num_queries(1):
            queries.holder("technical", "310101", "A", NOON)


@pytest.mark.django_db
class TestLead:
    def test_is_a_of_the_commander_post(self, put, manager):
        put(manager, "A", function="commander")
        assert queries.lead("310101", NOON) == manager

    def test_is_b_where_there_is_no_a(self, put, manager):
        put(manager, "B", function="commander")
        assert queries.lead("310101", NOON) == manager

    def test_is_any_commander_who_sees_the_region_where_the_post_is_empty(self, commander):
        assert queries.lead("310101", NOON) == commander

    def test_is_not_a_commander_of_elsewhere(self, make_person):
        make_person("nanjing", Role.COMMANDER, regions=["320100"])
        assert queries.lead("310101", NOON) is None


@pytest.mark.django_db
class TestActingFor:
    def test_b_acts_for_a_who_is_away(self, put, manager, field_staff):
        manager.is_active = False
        manager.save()
        put(manager, "A"), put(field_staff, "B")
        assert queries.acting_for(field_staff, "310101", NOON) == manager

    def test_b_acts_for_nobody_while_a_is_there(self, put, manager, field_staff):
        put(manager, "A"), put(field_staff, "B")
        assert queries.acting_for(field_staff, "310101", NOON) is None

    def test_administrators_keep_the_watch(self, administrator, manager):
        assert list(queries.watch_keepers()) == [administrator]
