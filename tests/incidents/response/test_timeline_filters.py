"""The timeline's filters and pages, the same on the page and in the API."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response import actions, timeline
from incidents.response.choices import EntryKind
from incidents.response.models import TimelineEntry
from incidents.response.timeline_filters import KINDS, TimelineFilter, cursor_of, page_of
from tests.conftest import NOON


@pytest.fixture
def told(responding, manager, field_staff):
    """Notes by two people, a call by the system."""
    now = now_clock.now()
    actions.note(responding, "网络运营商已到场", actor=manager, now=now)
    actions.note(responding, "等待备件", actor=field_staff, now=now)
    params = {"target": "A", "people": "王强", "step": 1}
    timeline.write(responding, EntryKind.MESSAGE, "called", now=now, params=params)
    return responding


def codes(incident, **data):
    found = TimelineFilter(data, timeline.entries(incident))
    assert found.is_valid()
    return sorted({entry.code for entry in found.qs})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"about": "calls"}, ["called"]),
        ({"about": "notes"}, ["note"]),
        ({"about": "system"}, ["called", "opened_by_warning"]),
        ({"text": "备件"}, ["note"]),
        ({"text": "启动响应"}, ["activated"]),
        ({"text": "台终端"}, ["opened_by_warning"]),
        ({"text": "李敏"}, ["activated", "confirmed", "note", "plan_missing"]),
        ({"important": "true", "about": "calls"}, []),
    ],
)
def test_it_is_narrowed(told, data, expected):
    assert codes(told, **data) == expected


def test_by_who_did_it(told, field_staff):
    assert codes(told, person=field_staff.pk) == ["note"]


def test_every_kind_is_about_something():
    assert frozenset().union(*KINDS.values()) == frozenset(EntryKind)


@pytest.fixture
def long(incident):
    for number in range(120):
        at = NOON + timedelta(seconds=number // 3)
        timeline.write(incident, EntryKind.NOTE, "note", now=at, text=str(number))
    return incident


def test_the_cursor_goes_through_all_of_it_once(long):
    found, before = [], ""
    while True:
        page = page_of(timeline.entries(long), before, size=50)
        found += [entry.pk for entry in page.rows]
        if not (before := page.cursor):
            break
    assert found == list(timeline.entries(long).values_list("pk", flat=True))


def test_down_to_a_cursor_shows_everything_that_is_newer(long):
    third = timeline.entries(long)[100]
    assert len(page_of(timeline.entries(long), down_to=cursor_of(third)).rows) == 101


def test_down_to_the_first_entry_there_is_nothing_older(long):
    oldest = timeline.entries(long).last()
    assert page_of(timeline.entries(long), down_to=cursor_of(oldest)).cursor == ""


def test_down_to_another_entry_there_is(long):
    assert page_of(timeline.entries(long), down_to=cursor_of(timeline.entries(long)[100])).cursor


@pytest.mark.parametrize("cursor", ["x", "~", "2026-01-01~5", "2026-99-99T00:00:00Z~1", "2026-01-01T00:00:00Z~x"])
def test_what_is_no_cursor_is_the_beginning(long, cursor):
    assert page_of(timeline.entries(long), cursor).rows[0] == timeline.entries(long)[0]


def address(incident, part=""):
    return f"/incidents/{incident.number}/{part}"


@pytest.fixture
def read(client, manager):
    client.force_login(manager)
    return lambda path, **data: client.get(path, data).content.decode()


def test_the_page_keeps_the_filter_of_its_address(read, told):
    page = read(address(told), text="备件")
    assert "等待备件" in page
    assert "网络运营商已到场" not in page


def test_live_news_keep_it_too(read, told):
    assert "网络运营商已到场" not in read(address(told, "live/"), text="备件")


def test_a_filter_gives_the_page_its_address(client, told, manager):
    client.force_login(manager)
    answer = client.get(address(told, "timeline/"), {"text": "备件", "about": ""})
    assert answer["HX-Push-Url"] == f"{address(told)}?text=%E5%A4%87%E4%BB%B6"


def test_older_entries_come_behind(read, long):
    assert ">119<" in read(address(long))
    assert ">3<" not in read(address(long))
    oldest = page_of(timeline.entries(long)).cursor
    assert 'name="down_to"' in read(address(long, "timeline/"), before=oldest)


def test_the_report_has_all_of_it(read, long):
    page = read(address(long, "report/"))
    assert ">119<" in page
    assert ">3<" in page


@pytest.mark.parametrize("part", ["timeline/", "report/", "strip/"])
def test_outsiders_get_none_of_it(client, told, outsider, part):
    client.force_login(outsider)
    assert client.get(address(told, part)).status_code == 404


def test_the_api_narrows_the_same_way(client, told, manager):
    client.force_login(manager)
    answer = client.get(f"/api/v1/incidents/{told.number}/timeline/", {"about": "calls"})
    assert [entry["code"] for entry in answer.json()["results"]] == ["called"]


def test_the_api_goes_on_with_a_cursor(client, long, manager):
    client.force_login(manager)
    path = f"/api/v1/incidents/{long.number}/timeline/"
    first = client.get(path).json()
    second = client.get(path, {"before": first["older"]}).json()
    assert len(first["results"]) == len(second["results"]) == 50
    assert not {entry["text"] for entry in first["results"]} & {entry["text"] for entry in second["results"]}


def test_the_api_refuses_what_it_does_not_know(client, told, manager):
    client.force_login(manager)
    assert client.get(f"/api/v1/incidents/{told.number}/timeline/", {"about": "weather"}).status_code == 400


def test_a_long_timeline_is_read_in_as_many_queries(client, manager, long, django_assert_max_num_queries):
    client.force_login(manager)
    with django_assert_max_num_queries(14):
        client.get(address(long, "timeline/"))
    assert TimelineEntry.objects.filter(incident=long).count() > 100
