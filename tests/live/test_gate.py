"""Which topics somebody may hear of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emergency_ops.lib import clock
from emergency_ops.live import gate
from incidents.escalation import sample as escalation
from incidents.response import sample
from incidents.response.actions.opening import Finding, create
from incidents.response.models import Incident
from resources.staff.actions.wall_links import create_link


@pytest.fixture
def make_incident(regions, make_site, commander):
    """make_incident("310101"): one of this region."""
    now = clock.now()
    escalation.load(now)
    sample.load(now)
    make_site("310101-0001")
    first = create(commander, now, Finding([], ["310101-0001"], "hardware", now, "读卡器故障", ""))

    def make(region):
        values = {field.attname: getattr(first, field.attname) for field in Incident._meta.concrete_fields}
        return Incident.objects.create(
            **values | {"id": None, "number": f"YJ-{Incident.objects.count()}", "region_id": region}
        )

    return make


def owner_of(person):
    return f"person.{person.pk}"


def test_of_an_incident_in_ones_region(make_incident, make_person):
    topic = f"incident.{make_incident('310101').pk}"
    assert gate.permitted([topic, "stock"], owner_of(make_person("here", regions=["310000"]))) == {topic, "stock"}


def test_an_incident_elsewhere_is_left_out_and_the_rest_stays(make_incident, outsider):
    topic = f"incident.{make_incident('310101').pk}"
    assert gate.permitted([topic, "stock"], owner_of(outsider)) == {"stock"}


@pytest.mark.parametrize(
    "topic", ["incident.*", "incident.", "incident.x", "incident.1x", "incident.99999999999999999999"]
)
def test_what_is_no_incident(topic, commander):
    assert gate.permitted([topic, "incidents"], owner_of(commander)) == {"incidents"}


def test_a_screen_hears_of_the_incidents_of_its_region(make_incident, regions, manager):
    near, far = make_incident("310101"), make_incident("320102")
    link, _secret = create_link("大厅", regions["310000"], actor=manager, now=clock.now())
    asked = [f"incident.{near.pk}", f"incident.{far.pk}"]
    assert gate.permitted(asked, f"screen.{link.pk}") == {f"incident.{near.pk}"}


def test_many_incidents_cost_no_more_queries_than_one(make_incident, make_person):
    topics = [f"incident.{make_incident('310101').pk}" for _one in range(20)]
    owner = owner_of(make_person("here", regions=["310000"]))
    counts = []
    for asked in (topics[:1], topics):
        with CaptureQueriesContext(connection) as queries:
            assert gate.permitted(asked, owner) == set(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_without_an_incident_the_database_is_not_asked(commander, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert gate.permitted(["stock", "inbox"], owner_of(commander)) == {"stock", "inbox"}


def test_nobody_hears_nothing(db):
    assert gate.admitted("", "", ["stock"]) == ("", frozenset())
