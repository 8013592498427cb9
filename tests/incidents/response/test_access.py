"""Who sees which incident."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.roles import Role
from incidents.monitoring.choices import Scope
from incidents.response import actions
from incidents.response.access import incidents_for
from resources.network.models import Site


@pytest.fixture
def across(make_warning, make_site):
    """A network-wide incident at one site in Huangpu and one in Nanjing."""
    sites = [make_site("310101-0001"), make_site("320102-0001")]
    return actions.open_from_warning(make_warning(*sites, scope=Scope.NETWORK_WIDE), now_clock.now())


@pytest.mark.parametrize(
    ("region", "seen"),
    [("000000", True), ("310000", True), ("310100", True), ("310101", True), ("310104", False), ("320100", False)],
)
def test_an_incident_in_huangpu(incident, make_person, region, seen):
    person = make_person("somebody", Role.MANAGER, regions=[region])
    assert incidents_for(person).exists() is seen


@pytest.mark.parametrize(("region", "seen"), [("310101", True), ("310104", False), ("320102", True)])
def test_an_incident_of_the_whole_country_is_seen_where_it_has_sites(across, make_person, region, seen):
    person = make_person("somebody", Role.MANAGER, regions=[region])
    assert incidents_for(person).exists() is seen


def test_several_regions_see_it_once(across, make_person):
    person = make_person("somebody", Role.MANAGER, regions=["310101", "320102"])
    assert incidents_for(person).count() == 1


def test_without_a_region_nothing_is_seen(incident, make_person):
    assert not incidents_for(make_person("nobody", Role.MANAGER, regions=[])).exists()


def test_it_is_seen_where_a_site_of_it_has_moved_to_as_well(across, make_person):
    site = Site.objects.get(code="310101-0001")
    site.region_id = "310104"
    site.save(update_fields=["region_id"])
    person = make_person("somebody", Role.MANAGER, regions=["310104"])
    assert incidents_for(person).exists()


def test_it_is_seen_where_a_terminal_of_it_has_moved_to_as_well(across, make_person, make_site):
    terminal = Site.objects.get(code="310101-0001").terminals.first()
    terminal.site = make_site("310104-0001")
    terminal.save(update_fields=["site"])
    assert incidents_for(make_person("somebody", Role.MANAGER, regions=["310104"])).exists()
