"""Where a code leads: to what is to be done there next."""

from datetime import timedelta

import pytest
from django.urls import reverse

from emergency_ops.scanning.targets import target
from incidents.monitoring.patrols.models import PatrolRound
from resources.network.papers_labels import address_of, site_address
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def site(make_site):
    return make_site("310101-0007", terminals=2, name="黄浦区中心医院")


@pytest.fixture
def round_due(site, field_staff):
    times = {"starts_at": NOON, "due_at": NOON + timedelta(minutes=30), "ends_at": NOON + timedelta(hours=2)}
    return PatrolRound.objects.create(site=site, token="ACDEFGHJKMNP", assignee=field_staff, **times)


@pytest.fixture
def leads(field_staff):
    """leads(text, person): the address, or None."""
    return lambda text, person=field_staff: target(person, text, NOON)


def test_a_terminal_opens_its_page(leads, site):
    assert leads(address_of(site.terminals.first())) == "/network/terminals/310101-0007-01/"


def test_a_terminal_opens_its_part_of_the_round_that_is_due(leads, round_due):
    assert leads("310101-0007-02") == "/patrols/rounds/ACDEFGHJKMNP/?code=310101-0007-02"


def test_a_site_opens_its_page(leads, site):
    assert leads(site_address(site)) == "/network/sites/310101-0007/"


def test_a_site_is_where_one_arrives_on_a_round(leads, round_due):
    assert leads(site_address(round_due.site)) == "/patrols/rounds/ACDEFGHJKMNP/?site=310101-0007"


def test_who_does_not_go_round_sees_the_site(leads, round_due, auditor):
    assert leads("310101-0007", auditor) == "/network/sites/310101-0007/"


def test_what_somebody_does_not_see_is_not_found(leads, site, outsider):
    assert leads(site_address(site), outsider) is None


def test_any_other_page_of_this_system_opens(leads, settings):
    assert leads(f"{settings.SITE_URL}/tasks/?a=1") == "/tasks/?a=1"


@pytest.mark.parametrize("text", ["https://elsewhere.example/tasks/", "//elsewhere.example/", "javascript:alert(1)"])
def test_no_code_leads_away(leads, text):
    assert leads(text) is None


@pytest.mark.parametrize("text", ["http://[", "/v/", "/v/A/B", "a\0b", "/network/%00/", "http://x/?a=%00"])
def test_codes_that_make_no_sense_are_not_known(leads, text, db):
    assert leads(text) is None


def test_nothing_leads_nowhere(leads, db):
    assert leads("ACDE-0000") is None


def test_the_former_address_still_leads_here(client, field_staff):
    client.force_login(field_staff)
    assert client.get("/inventory/scan/?code=x").url == f"{reverse('scanning:page')}?code=x"
