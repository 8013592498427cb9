"""Which post answers for a place, who leads there, and for whom somebody acts."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.roles import Role
from resources.staff import queries
from resources.staff.access import posts_for
from resources.staff.models import Cover, Post, PostAssignment
from resources.staff.queries import Where
from tests.conftest import NOON


@pytest.fixture
def put(regions):
    """put(person, "A", "310000"): on the technical post of a region."""

    def make(person, role, region="310000", function="technical", since=None, until=None, area="region"):
        post, _created = Post.objects.get_or_create(
            function=function, region_id=region, area=area, defaults={"name": "岗位"}
        )
        return PostAssignment.objects.create(
            post=post, person=person, role=role, validity=DateTimeTZRange(since, until)
        )

    return make


def acting_person(region, sites=()):
    found = queries.acting(Where("technical", region, sites), NOON)
    return found and found.person


def next_person(region):
    found = queries.in_line(["technical"], region, NOON)["technical"].following
    return found and found.person


@pytest.mark.django_db
class TestPlace:
    def test_of_the_region_itself(self, put, manager):
        put(manager, "A", region="310101")
        assert acting_person("310101") == manager

    def test_of_the_nearest_region_above(self, put, manager, commander):
        put(commander, "A", region="000000"), put(manager, "A", region="310000")
        assert acting_person("310101") == manager

    def test_not_of_a_neighbour(self, put, manager):
        put(manager, "A", region="310104")
        assert acting_person("310101") is None

    def test_not_of_another_function(self, put, manager):
        put(manager, "A", function="scribe")
        assert acting_person("310101") is None

    def test_a_post_without_anybody_today_is_passed_over(self, put, manager, commander):
        put(manager, "A", region="310101", until=NOON), put(commander, "A", region="310000")
        assert acting_person("310101") == commander

    def test_b_is_found_as_b_only(self, put, manager, field_staff):
        put(manager, "A"), put(field_staff, "B")
        assert next_person("310101") == field_staff

    def test_somebody_who_left_does_not_hold(self, put, manager, field_staff):
        manager.is_active = False
        manager.save()
        put(manager, "A"), put(field_staff, "B")
        found = queries.acting(Where("technical", "310101"), NOON)
        assert (found.person, found.acting_for) == (field_staff, manager)

    def test_without_a_region_the_whole_country_s(self, put, commander):
        put(commander, "A", region="000000")
        assert acting_person("") == commander

    def test_a_post_out_of_use_is_passed_over(self, put, manager, commander):
        put(manager, "A"), put(commander, "A", region="000000")
        Post.objects.filter(region="310000").update(is_active=False)
        assert acting_person("310101") == commander

    def test_a_post_for_all_of_the_sites_comes_first(self, put, manager, commander, make_site):
        put(manager, "A", region="310101")
        first, second = make_site("310101-0001"), make_site("310101-0002")
        of_sites = put(commander, "A", region="310000", area="sites").post
        of_sites.sites.set([first])
        assert acting_person("310101", [first.pk]) == commander
        assert acting_person("310101", [first.pk, second.pk]) == manager

    def test_a_post_for_sites_is_nobody_s_region(self, put, commander):
        put(commander, "A", region="310000", area="sites")
        assert acting_person("310101") is None


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


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
class TestSeen:
    """Posts of Shanghai by somebody of Nanjing."""

    def seen(self, outsider):
        return posts_for(outsider).filter(region="310000").exists()

    @pytest.mark.parametrize(("until", "seen"), [(None, True), (NOON - timedelta(days=90), False)])
    def test_by_who_holds_it_as_long_as_they_do(self, put, outsider, until, seen):
        put(outsider, "B", until=until)
        assert self.seen(outsider) == seen

    def test_by_its_head(self, put, outsider, manager):
        Post.objects.filter(pk=put(manager, "A").post_id).update(head=outsider)
        assert self.seen(outsider)

    @pytest.mark.parametrize(("cancelled_at", "seen"), [(None, True), (NOON, False)])
    def test_by_who_covers_it(self, put, outsider, manager, cancelled_at, seen):
        Cover.objects.create(
            post=put(manager, "A").post,
            person=outsider,
            period=DateTimeTZRange(NOON, NOON + timedelta(days=1)),
            named_by=manager,
            named_at=NOON,
            cancelled_at=cancelled_at,
        )
        assert self.seen(outsider) == seen
