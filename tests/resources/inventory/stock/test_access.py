"""Who sees, keeps and promises what."""

import pytest

from resources.inventory.access import (
    depots_for,
    kept_depots,
    may_coordinate,
    may_keep,
    may_reserve,
    of_depots,
    sees_depot,
)
from resources.inventory.models import StockLevel

pytestmark = pytest.mark.django_db


def codes(depots):
    return set(depots.values_list("code", flat=True))


def test_people_see_the_depots_of_their_regions(depot, nanjing, storekeeper, outsider, commander, administrator):
    assert codes(depots_for(storekeeper)) == {"SH-01"}
    assert codes(depots_for(outsider)) == {"NJ-01"}
    assert codes(depots_for(commander)) == codes(depots_for(administrator)) == {"SH-01", "NJ-01"}


def test_keepers_see_their_depot_wherever_it_is(depot, make_depot, outsider):
    own = make_depot("SH-02", "310104", deputy=outsider)
    assert codes(depots_for(outsider)) == {"SH-02"}
    assert sees_depot(outsider, own)
    assert not sees_depot(outsider, depot)


def test_without_a_role_nothing_is_seen(make_depot, make_person):
    nobody = make_person("nobody")
    own = make_depot("SH-02", "310104", keeper=nobody)
    assert not depots_for(nobody).exists()
    assert not may_keep(nobody, own)


def test_rows_follow_their_depot(depot, nanjing, stock_up, outsider, administrator):
    stock_up(1)
    stock_up(1, depot=nanjing)
    assert of_depots(StockLevel.objects.all(), outsider).get().depot == nanjing
    assert of_depots(StockLevel.objects.all(), administrator).count() == 2


def test_who_keeps(depot, storekeeper, manager, administrator, commander, field_staff, auditor, outsider):
    keepers = [p for p in (storekeeper, manager, administrator) if may_keep(p, depot)]
    assert len(keepers) == 3
    assert not any(may_keep(p, depot) for p in (commander, field_staff, auditor, outsider))


def test_kept_depots_are_those_that_may_be_kept(depot, nanjing, make_depot, manager, field_staff, outsider):
    make_depot("SH-02", "310104", keeper=field_staff)
    make_depot("SH-03", "310104", is_active=False)
    assert codes(kept_depots(manager)) == {"SH-01", "SH-02"}
    assert codes(kept_depots(field_staff)) == {"SH-02"}
    assert codes(kept_depots(outsider)) == {"NJ-01"}


def test_who_reserves_and_coordinates(depot, commander, manager, storekeeper, field_staff, outsider):
    assert all(may_reserve(p, depot) for p in (commander, manager, storekeeper))
    assert not any(may_reserve(p, depot) for p in (field_staff, outsider))
    assert may_coordinate(commander, "310101")
    assert not may_coordinate(storekeeper, "310101")
    assert not may_coordinate(outsider, "310101")


def test_the_system_may_do_everything(depot):
    assert may_keep(None, depot)
    assert may_reserve(None, depot)
    assert sees_depot(None, depot)
