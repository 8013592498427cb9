import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.wall.queries.substitutes import SHOWN, serving
from incidents.response.counters.models import Counter, Queue, Ticket, Window
from incidents.response.counters.queries import day_of
from incidents.response.models import Substitute

EVERYTHING = ("",)


@pytest.fixture
def make_counter(now):
    """make_counter(incident, site, waiting=3): a staffed counter that serves at two windows, one of them closed."""

    def make(incident, site, waiting=0, status="serving"):
        substitute = Substitute.objects.create(
            incident=incident, site=site, kind="counter", status=status, place="大厅", created_at=now
        )
        token = f"{substitute.pk}"
        counter = Counter.objects.create(
            substitute=substitute, screen_token=f"s{token}", take_token=f"t{token}", created_at=now
        )
        Window.objects.create(counter=counter, number=1)
        Window.objects.create(counter=counter, number=2, closed_at=now)
        queue = Queue.objects.create(counter=counter, day=day_of(now))
        for number in range(waiting):
            Ticket.objects.create(
                queue=queue, number=number, source="desk", token=f"{token}-{number}", issued_at=now, queued_at=now
            )
        return substitute

    return make


def look(prefixes=EVERYTHING):
    return serving(prefixes, now_clock.now())


def test_the_fullest_counters_are_named(make_site, open_incident, make_counter):
    sites = [make_site(f"310101-{number:04d}") for number in range(3)]
    incident = open_incident(*sites)
    for waiting, site in enumerate(sites):
        make_counter(incident, site, waiting)
    found = look()
    assert [(one.place, one.windows, one.waiting) for one in found.counters] == [
        (sites[2].name, 1, 2),
        (sites[1].name, 1, 1),
    ]
    assert (found.windows, found.waiting, found.more) == (3, 3, 3 - SHOWN)


def test_what_is_asked_for_does_not_serve_yet(site, open_incident, make_counter):
    make_counter(open_incident(site), site, status="requested")
    found = look()
    assert (found.serving, found.coming) == ({}, 1)


def test_a_drill_serves_nobody(site, open_incident, make_counter):
    make_counter(open_incident(site, is_drill=True), site, waiting=2)
    assert look().serving == {}


def test_counters_elsewhere_are_not_shown(site, open_incident, make_counter):
    make_counter(open_incident(site), site)
    assert look(("32",)).serving == {}


def test_a_hotline_for_the_whole_incident_counts_everywhere(site, open_incident, now):
    Substitute.objects.create(
        incident=open_incident(site), kind="hotline", status="serving", place="12345", created_at=now
    )
    assert look(("31",)).serving == {"hotline": 1}


@pytest.mark.parametrize("count", [1, 6])
def test_queries_do_not_grow_with_the_counters(
    make_site, open_incident, make_counter, django_assert_num_queries, count
):
    sites = [make_site(f"310101-{number:04d}") for number in range(count)]
    incident = open_incident(*sites)
    for site in sites:
        make_counter(incident, site, 2)
    with django_assert_num_queries(4):
        look()
