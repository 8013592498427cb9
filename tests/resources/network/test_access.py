"""People see the regions that they are assigned to, and managers change them."""

import pytest
from django.http import Http404

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import Role
from resources.network.access import (
    require_editor,
    sees_region,
    site_or_404,
    sites_for,
    terminal_or_404,
    terminals_for,
    visible_regions,
)


def test_a_region_is_seen_with_all_within(manager, make_site):
    make_site("310101-0001", terminals=2)
    make_site("320102-0001")
    assert [site.code for site in sites_for(manager)] == ["310101-0001"]
    assert terminals_for(manager).count() == 2


def test_outsiders_see_nothing_of_it(outsider, make_site):
    make_site("310101-0001")
    assert not sites_for(outsider).exists()
    assert not terminals_for(outsider).exists()


def test_who_has_no_region_sees_nothing(make_person, make_site):
    nobody = make_person("nobody", Role.MANAGER, regions=[])
    make_site()
    assert visible_regions(nobody) == []
    assert not sites_for(nobody).exists()


def test_administrators_see_everything_without_being_assigned(make_person, make_site):
    administrator = make_person("root", Role.ADMINISTRATOR, regions=[])
    make_site()
    assert sites_for(administrator).count() == 1


def test_who_has_left_sees_nothing(manager):
    manager.is_active = False
    assert visible_regions(manager) == []


def test_several_regions_are_the_outermost_ones(make_person):
    person = make_person("two", Role.MANAGER, regions=["310101", "310000", "320102"])
    assert visible_regions(person) == ["31", "320102"]


def test_seeing_a_region(manager):
    assert sees_region(manager, "310104")
    assert not sees_region(manager, "320102")


def test_regions_are_asked_for_once(manager, django_assert_num_queries):
    visible_regions(manager)
    with django_assert_num_queries(0):
        visible_regions(manager)


def test_somebody_elses_site_does_not_exist(outsider, site, terminal):
    with pytest.raises(Http404):
        site_or_404(outsider, site.code)
    with pytest.raises(Http404):
        terminal_or_404(outsider, terminal.code)


def test_a_manager_edits_the_own_regions(manager):
    require_editor(manager, "310101")
    with pytest.raises(Forbidden, match="320102"):
        require_editor(manager, "310101", "320102")


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.FIELD_STAFF, Role.AUDITOR, Role.PUBLISHER, Role.STOREKEEPER])
def test_others_edit_nothing(make_person, role):
    with pytest.raises(Forbidden):
        require_editor(make_person("somebody", role), "310101")


def test_the_system_may(db):
    require_editor(None, "310101")
