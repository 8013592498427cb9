from datetime import timedelta

import pytest

from emergency_ops.wall.mapping import FRAME, draw, short_name
from emergency_ops.wall.queries import network as queries
from emergency_ops.wall.states import Counts, TileState
from resources.network.choices import TerminalStatus

EVERYTHING = ("",)


def place(network, site):
    return next(place for place in network.places if place.site == site.code)


def test_terminals_are_counted_by_condition(now, make_site, report):
    site = make_site(terminals=4)
    terminals = list(site.terminals.all())
    report(site, "in_service", terminals=terminals[:2])
    report(site, "offline", terminals=terminals[2:3])
    assert place(queries.network(EVERYTHING, now), site).counts == Counts(working=2, stopped=1, unknown=1)


def test_an_old_report_is_no_report(now, make_site, report):
    site = make_site()
    report(site, "in_service", heard=timedelta(hours=1))
    assert draw(queries.network(EVERYTHING, now)).tiles[0].state == TileState.UNKNOWN


def test_a_silent_site_that_is_closed_is_told_from_an_unknown_one(now, make_site):
    site = make_site(terminals=2, opening_hours="18:00-22:00")
    assert place(queries.network(EVERYTHING, now), site).counts == Counts(closed=2)


def test_retired_terminals_take_no_room(now, make_site):
    make_site().terminals.update(status=TerminalStatus.RETIRED)
    assert queries.network(EVERYTHING, now).places == ()


def test_only_the_regions_asked_for_are_shown(now, make_site):
    make_site("310101-0001")
    there = make_site("320102-0001")
    assert [place.site for place in queries.network(("32",), now).places] == [there.code]


def test_a_site_with_an_open_incident_is_marked(now, make_site, open_incident):
    hit, other = make_site("310101-0001"), make_site("310104-0001")
    open_incident(hit)
    network = queries.network(EVERYTHING, now)
    assert (place(network, hit).incident, place(network, other).incident) == (True, False)


def test_a_drill_is_marked_as_a_drill(now, make_site, open_incident):
    site = make_site()
    open_incident(site, is_drill=True)
    found = place(queries.network(EVERYTHING, now), site)
    assert (found.incident, found.drill) == (False, True)


@pytest.fixture
def few_tiles(monkeypatch):
    monkeypatch.setattr(queries, "MOST_TILES", 2)


def test_with_too_many_sites_districts_are_shown(now, make_site, few_tiles):
    for code in ("310101-0001", "310101-0002", "320102-0001"):
        make_site(code, terminals=2)
    network = queries.network(EVERYTHING, now)
    assert [(place.region, place.counts.total) for place in network.places] == [("310101", 4), ("320102", 2)]


def test_districts_say_of_terminals_what_their_sites_say(now, make_site, report, monkeypatch):
    site, _shut = make_site(terminals=6), make_site("310101-0002", terminals=2, opening_hours="14:00-17:00")
    conditions = ("in_service", "degraded", "offline", "out_of_service")
    for condition, terminal in zip(conditions, site.terminals.order_by("code"), strict=False):
        report(site, condition, terminals=[terminal])
    site.terminals.filter(code__endswith="-06").update(status=TerminalStatus.MAINTENANCE)
    by_site = queries.network(EVERYTHING, now)
    monkeypatch.setattr(queries, "MOST_TILES", 1)
    by_region = queries.network(EVERYTHING, now)
    assert by_region.counts == by_site.counts == Counts(1, 1, 2, 1, 1, 2)
    assert (by_region.heard_at, by_region.by_site, by_site.by_site) == (by_site.heard_at, False, True)


def test_with_too_many_districts_cities_are_shown(now, make_site, few_tiles):
    for code in ("310101-0001", "310104-0001", "320102-0001"):
        make_site(code)
    assert [place.region for place in queries.network(EVERYTHING, now).places] == ["310100", "320100"]


def test_an_incident_marks_its_district(now, make_site, open_incident, few_tiles):
    sites = [make_site(code) for code in ("310101-0001", "310101-0002", "320102-0001")]
    open_incident(sites[0])
    assert [place.incident for place in queries.network(EVERYTHING, now).places] == [True, False]


def test_regions_that_have_one_region_only_are_left_out_of_the_map(now, make_site):
    for code in ("310101-0001", "310101-0002", "310104-0001", "310104-0002"):
        make_site(code, terminals=50)
    assert [label.text for label in draw(queries.network(EVERYTHING, now)).labels][:2] == ["黄浦区", "徐汇区"]


def test_the_map_of_as_many_sites_as_are_drawn_in_all_provinces_stays_under_1500_shapes():
    places = tuple(
        queries.Place(
            f"{11 + number % 31:02d}{1 + number % 11:02d}{1 + number % 9:02d}", "某区", Counts(working=8), f"S{number}"
        )
        for number in range(queries.MOST_TILES)
    )
    network = queries.Network(places, {}, None, by_site=True)
    assert draw(network).shapes < 1500


def test_tiles_fill_the_map(now, make_site):
    for number, terminals in enumerate((1, 3, 8, 20)):
        make_site(f"310101-{number:04d}", terminals=terminals)
    tiles = draw(queries.network(EVERYTHING, now)).tiles
    assert sum(tile.rect.area for tile in tiles) == pytest.approx(FRAME.area, rel=0.001)


@pytest.mark.parametrize(
    ("name", "short"), [("上海市", "上海"), ("广西壮族自治区", "广西"), ("黄浦区", "黄浦区"), ("市", "市")]
)
def test_provinces_and_cities_have_short_names(name, short):
    assert short_name(name) == short


@pytest.mark.parametrize("sites", [2, 12])
def test_queries_do_not_grow_with_the_network(now, make_site, report, django_assert_num_queries, sites):
    for number in range(sites):
        report(make_site(f"310101-{number:04d}", terminals=3), "in_service")
    with django_assert_num_queries(6):
        queries.network(EVERYTHING, now)
