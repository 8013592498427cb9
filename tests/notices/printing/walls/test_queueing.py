"""What the system does: sheets come into the queue, replace one another, and are to come down."""

from datetime import timedelta

import pytest

from notices.content import actions as notices
from notices.content.choices import NoticeEventKind
from notices.printing.models import PrintedNotice, PrintJob
from notices.printing.walls import actions, queries
from notices.printing.walls.models import Posting
from tests.conftest import NOON
from tests.notices.printing.walls.conftest import photo

LATER = NOON + timedelta(minutes=30)


def states(**wanted):
    return list(Posting.objects.filter(**wanted).order_by("pk").values_list("state", "ending"))


@pytest.fixture
def alert(make_notice, issued, incident):
    return issued(make_notice(incident))


@pytest.fixture
def sheet_of(make_sheet, incident, site):
    """The issued notice's posting with its sheet."""
    return lambda now=NOON: make_sheet(incident, site, now)


def replaced(make_notice, issued, incident, kind="update", now=LATER):
    return issued(make_notice(incident, kind=kind, now=now), now=now)


def test_a_sheet_of_the_quick_path_queues_itself(posting, incident):
    assert (posting.state, posting.notice, posting.due_at) == ("to_print", None, NOON + timedelta(minutes=15))
    assert incident.timeline.get(code="wall_queued").params["count"] == 1


def test_a_reprint_changes_nothing(posting, make_sheet, incident, site):
    make_sheet(incident, site)
    assert Posting.objects.get() == posting


def test_changed_facts_renew_a_sheet_that_is_not_up(posting, make_sheet, make_substitute, incident, site, field_staff):
    actions.mark_printed(posting, actor=field_staff, now=NOON)
    make_substitute(incident, site=site)
    renewed = make_sheet(incident, site, LATER)
    assert (renewed.pk, renewed.state, renewed.sheet.version) == (posting.pk, "to_print", 2)
    assert renewed.due_at == LATER + timedelta(minutes=15)


def test_changed_facts_give_a_wall_that_has_a_sheet_a_new_one(
    posting, put_up, make_sheet, make_substitute, incident, site
):
    put_up(posting)
    make_substitute(incident, site=site)
    new = make_sheet(incident, site, LATER)
    posting.refresh_from_db()
    assert states() == [("to_take_down", "replaced"), ("to_print", "")]
    assert (posting.successor, posting.due_at, posting.call_at) == (new, new.due_at, None)


def test_a_notice_that_is_issued_queues_a_sheet_for_each_site(make_site, make_incident, make_notice, issued):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    notice = issued(make_notice(make_incident(*sites)))
    assert states(notice=notice) == [("to_print", "")] * 2
    assert notice.events.get(params__code="wall_queued").kind == NoticeEventKind.OUTLET


def test_a_notice_without_paper_queues_nothing(make_notice, issued, incident):
    issued(make_notice(incident, outlets=[]))
    assert not Posting.objects.exists()


def test_a_notice_takes_the_place_of_a_sheet_of_the_quick_path(posting, put_up, make_notice, issued, incident):
    put_up(posting)
    notice = issued(make_notice(incident), now=LATER)
    assert states() == [("to_take_down", "replaced"), ("to_print", "")]
    assert Posting.objects.get(notice=notice).formers.get() == posting


def test_issuing_makes_the_sheets_with_one_document_a_district(make_site, make_incident, make_notice, issued):
    sites = [make_site(code) for code in ("310101-0001", "310101-0002", "310104-0001")]
    notice = issued(make_notice(make_incident(*sites)))
    assert Posting.objects.filter(notice=notice, sheet__notice=notice).count() == 3
    assert sorted(job.notices.count() for job in PrintJob.objects.all()) == [1, 2]


def test_an_outages_sheet_is_not_put_up_for_an_all_clear(alert, put_up, sheet_of, make_notice, issued, incident, site):
    put_up(sheet_of())
    clear = issued(make_notice(incident, kind="all_clear", sites=[site], now=LATER), now=LATER)
    type(incident).objects.update(status="responding")  # it was opened again
    sheet_of(LATER + timedelta(days=3))
    assert Posting.objects.get(notice=clear).sheet.notice == clear


def test_sheets_of_a_notice_come_to_the_walls_that_wait(alert, sheet_of):
    found = sheet_of()
    assert (found.notice, found.sheet) == (alert, PrintedNotice.objects.get())


def test_an_update_is_one_visit(alert, sheet_of, put_up, make_notice, issued, incident, field_staff):
    put_up(sheet_of())
    update = replaced(make_notice, issued, incident)
    visit = queries.visits(field_staff, LATER)[0][0]
    coming = Posting.objects.get(notice=update)
    assert (visit.is_swap, visit.coming, [one.notice for one in visit.down]) == (True, coming, [alert])


def test_an_update_before_anything_hung_leaves_one_thing_to_do(alert, make_notice, issued, incident):
    replaced(make_notice, issued, incident)
    assert states() == [("cancelled", "replaced"), ("to_print", "")]


def test_two_updates_later_the_first_sheet_still_comes_down_with_the_newest(
    alert, sheet_of, put_up, make_notice, issued, incident
):
    first = put_up(sheet_of())
    replaced(make_notice, issued, incident)
    newest = replaced(make_notice, issued, incident, now=LATER + timedelta(minutes=5))
    assert Posting.objects.get(formers=first).notice == newest


def test_an_update_for_fewer_sites_takes_down_the_others(make_site, make_incident, make_notice, issued):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    incident = make_incident(*sites)
    issued(make_notice(incident))
    notice = issued(make_notice(incident, kind="update", sites=sites[:1], now=LATER), now=LATER)
    assert states(site=sites[1]) == [("cancelled", "replaced")]
    assert states(notice=notice) == [("to_print", "")]


def test_an_all_clear_is_put_up_only_where_a_sheet_hangs(
    make_site, make_incident, make_notice, issued, make_sheet, put_up
):
    sites = [make_site("310101-0001"), make_site("310101-0002")]
    incident = make_incident(*sites)
    issued(make_notice(incident))
    put_up(make_sheet(incident, sites[0]))
    clear = issued(make_notice(incident, kind="all_clear", sites=sites, now=LATER), now=LATER)
    assert states(site=sites[0]) == [("to_take_down", "cleared"), ("to_print", "")]
    assert states(site=sites[1]) == [("cancelled", "cleared")]
    assert Posting.objects.get(notice=clear).site == sites[0]


def test_a_withdrawn_notice_comes_down_within_the_hour(alert, sheet_of, put_up, publisher):
    posting = put_up(sheet_of())
    notices.withdraw(alert, actor=publisher, now=LATER, reason="写错了")
    posting.refresh_from_db()
    assert (posting.state, posting.ending) == ("to_take_down", "withdrawn")
    assert posting.due_at == posting.call_at == LATER + timedelta(hours=1)


def test_what_was_printed_and_never_hung_is_brought_in(alert, sheet_of, field_staff):
    actions.mark_printed(sheet_of(), actor=field_staff, now=NOON)
    notices.expire(alert, now=alert.expires_at)
    assert states() == [("to_take_down", "expired")]


def test_what_was_never_printed_is_cancelled(alert, publisher):
    notices.withdraw(alert, actor=publisher, now=LATER, reason="写错了")
    assert states() == [("cancelled", "withdrawn")]


def test_an_update_that_is_withdrawn_leaves_the_first_sheet_with_a_time_of_its_own(
    alert, sheet_of, put_up, make_notice, issued, incident, publisher
):
    first = put_up(sheet_of())
    update = replaced(make_notice, issued, incident)
    notices.withdraw(update, actor=publisher, now=LATER, reason="写错了")
    first.refresh_from_db()
    assert (first.state, first.successor, first.ending) == ("to_take_down", None, "withdrawn")
    assert first.call_at == LATER + timedelta(hours=1)


def test_in_a_drill_walls_are_worked_too(make_incident, site, make_notice, issued):
    issued(make_notice(make_incident(site, is_drill=True)))
    assert states() == [("to_print", "")]


def test_the_deliveries_page_has_every_wall(alert, sheet_of, put_up):
    put_up(sheet_of())
    line = queries.lines([alert], NOON)[0]
    assert (line.place, line.tone, line.open, line.standing, line.by) == (
        "310101-0001网点", "ok", False, True, "王强"
    )  # fmt: skip


@pytest.mark.parametrize("count", [10, 100])
def test_issuing_for_many_sites_takes_a_fixed_number_of_queries(
    count, make_site, make_incident, make_notice, django_assert_num_queries, publisher
):
    sites = [make_site(f"310101-{number:04d}") for number in range(count)]
    notice = make_notice(make_incident(*sites))
    with django_assert_num_queries(8):
        actions.publish(notice, sites, actor=publisher, now=NOON)


@pytest.mark.parametrize("count", [10, 100])
def test_the_deliveries_page_reads_many_walls_in_one_query(
    count, make_site, make_incident, make_notice, django_assert_num_queries
):
    sites = [make_site(f"310101-{number:04d}") for number in range(count)]
    notice = make_notice(make_incident(*sites))
    actions.publish(notice, sites, actor=None, now=NOON)
    with django_assert_num_queries(1):
        assert len(queries.lines([notice], NOON)) == count


def test_a_photo_is_kept_with_the_posting(posting, field_staff):
    actions.mark_posted(posting, actor=field_staff, now=NOON, place="大厅", uploads=[photo()])
    assert [one.name for one in queries.photos_of(posting)] == ["wall.jpg"]


@pytest.fixture
def merge():
    def merge(source, target):
        type(source).objects.filter(pk=source.pk).update(status="merged", merged_into=target)

    return merge


@pytest.mark.parametrize("first", [0, 1])
def test_sheets_of_both_merged_incidents_give_way_to_the_notice(
    first, make_incident, site, make_sheet, put_up, make_notice, issued, merge
):
    pair = [make_incident(site), make_incident(site)]
    for incident in pair:
        put_up(make_sheet(incident, site))
    merge(pair[first], pair[1 - first])
    notice = issued(make_notice(pair[1 - first]), now=LATER)
    assert states() == [("to_take_down", "replaced"), ("to_take_down", "replaced"), ("to_print", "")]
    assert Posting.objects.filter(successor__notice=notice).count() == 2


def test_a_sheet_of_a_merged_incident_gives_way_to_one_that_waits(
    make_incident, site, make_sheet, put_up, make_substitute, merge
):
    gone, stays = make_incident(site), make_incident(site)
    up, waits = put_up(make_sheet(gone, site)), make_sheet(stays, site)
    merge(gone, stays)
    make_substitute(stays, site=site)
    assert make_sheet(stays, site, LATER) == waits
    up.refresh_from_db()
    assert (up.state, up.successor) == ("to_take_down", waits)


def test_what_was_merged_at_two_removes_comes_down_too(
    make_incident, site, make_sheet, put_up, make_notice, issued, merge
):
    one, two, three = (make_incident(site) for _ in range(3))
    up = put_up(make_sheet(one, site))
    merge(one, two)
    merge(two, three)
    issued(make_notice(three), now=LATER)
    up.refresh_from_db()
    assert up.state == "to_take_down"


def test_no_sheets_of_an_outage_are_made_for_an_all_clear(alert, sheet_of, put_up, make_notice, issued, incident):
    put_up(sheet_of())
    made = PrintedNotice.objects.count()
    replaced(make_notice, issued, incident, "all_clear")
    assert PrintedNotice.objects.exclude(notice__kind="all_clear").count() == made


def test_an_all_clear_that_hangs_gives_way_when_the_trouble_is_back(
    alert, sheet_of, put_up, make_notice, issued, incident, make_sheet, site
):
    put_up(sheet_of())
    type(incident).objects.filter(pk=incident.pk).update(status="restored", restored_at=LATER)
    replaced(make_notice, issued, incident, "all_clear")
    clear = put_up(Posting.objects.get(state="to_print"), former_is_down=True)
    type(incident).objects.filter(pk=incident.pk).update(status="responding", restored_at=None)
    new = make_sheet(incident, site, LATER)
    clear.refresh_from_db()
    assert (clear.state, clear.successor, new.state, new.notice) == ("to_take_down", new, "to_print", None)
