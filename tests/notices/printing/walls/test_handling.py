"""What people do: print, put up, take down, once more, not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from notices.printing.walls import actions, history, queries
from notices.printing.walls.choices import Ending
from notices.printing.walls.models import Posting
from resources.attachments.actions import hide
from tests.conftest import NOON
from tests.notices.printing.walls.conftest import photo, refused

LATER = NOON + timedelta(minutes=30)


def test_a_sheet_is_printed(posting, field_staff, incident):
    done = actions.mark_printed(posting, actor=field_staff, now=NOON, copies=2)
    assert (done.state, done.printed_by, done.copies) == ("printed", field_staff, 2)
    assert incident.timeline.get(code="wall_printed").actor == field_staff


def test_printed_and_not_up_is_still_due(posting, field_staff):
    assert actions.mark_printed(posting, actor=field_staff, now=NOON).due_at == posting.due_at


@pytest.mark.parametrize("copies", [0, 51])
def test_nobody_prints_so_many(posting, field_staff, copies):
    with refused(Invalid, "copies"):
        actions.mark_printed(posting, actor=field_staff, now=NOON, copies=copies)


def test_what_is_not_made_cannot_be_printed(make_notice, incident, site, field_staff):
    actions.publish(make_notice(incident), [site], actor=None, now=NOON)
    with refused(Refused, "no_sheet"):
        actions.mark_printed(Posting.objects.get(), actor=field_staff, now=NOON)


def test_a_sheet_is_put_up_with_a_photo(posting, put_up, incident, field_staff):
    done = put_up(posting)
    assert (done.state, done.posted_by, done.place, done.due_at) == ("posted", field_staff, "大厅", None)
    assert incident.timeline.get(code="wall_posted").params["attachments"]


def test_putting_up_says_that_it_was_printed(posting, put_up, field_staff):
    assert put_up(posting).printed_by == field_staff


def test_without_a_photo_it_is_not_up(posting, field_staff):
    with refused(Invalid, "photo"):
        actions.mark_posted(posting, actor=field_staff, now=NOON, place="大厅")


def test_a_text_file_is_no_photo(posting, put_up):
    file = photo("wall.txt")
    file.file.seek(0)
    file.file.truncate()
    file.write(b"a wall")
    file.seek(0)
    with refused(Invalid, "photo"):
        put_up(posting, uploads=[file])


def test_whoever_has_no_camera_says_why(posting, put_up, incident):
    done = put_up(posting, uploads=[], without_photo="手机没电")
    entry = incident.timeline.get(code="wall_posted_unseen")
    assert (done.without_photo, entry.text) == ("手机没电", "手机没电")


def test_it_is_said_where_it_hangs(posting, put_up):
    with refused(Invalid, "place"):
        put_up(posting, place=" ")


def test_late_is_written_down(posting, put_up, incident):
    put_up(posting, now=LATER)
    assert incident.timeline.get(code="wall_posted_late").params["minutes"] == 15


def test_one_visit_takes_the_old_one_down_too(posting, put_up, make_sheet, make_substitute, incident, site):
    put_up(posting)
    make_substitute(incident, site=site)
    put_up(make_sheet(incident, site, LATER), now=LATER, former_is_down=True)
    posting.refresh_from_db()
    assert (posting.state, posting.taken_down_at, posting.due_at) == ("taken_down", LATER, None)


def test_an_old_one_that_was_left_has_a_time_of_its_own(posting, put_up, make_sheet, make_substitute, incident, site):
    put_up(posting)
    make_substitute(incident, site=site)
    put_up(make_sheet(incident, site, LATER), now=LATER)
    posting.refresh_from_db()
    assert (posting.state, posting.call_at) == ("to_take_down", LATER + timedelta(hours=1))


def test_a_sheet_is_taken_down(posting, put_up, incident, field_staff):
    put_up(posting)
    actions.end_quick(incident, Ending.CLEARED, now=LATER)
    done = actions.mark_taken_down(posting, actor=field_staff, now=LATER, uploads=[photo()])
    assert (done.state, done.taken_down_by, done.due_at) == ("taken_down", field_staff, None)


def test_what_is_to_hang_is_not_taken_down(posting, put_up, field_staff):
    put_up(posting)
    with refused(Refused, "status"):
        actions.mark_taken_down(posting, actor=field_staff, now=LATER)


def test_what_has_fallen_is_put_up_again(posting, put_up, field_staff):
    put_up(posting)
    again = actions.redo(posting, reason="被风吹落", actor=field_staff, now=LATER)
    assert (again.state, again.posted_at, again.due_at) == ("to_print", None, LATER + timedelta(minutes=15))


def test_once_more_needs_a_reason(posting, put_up, field_staff):
    put_up(posting)
    with refused(Invalid, "reason"):
        actions.redo(posting, reason="", actor=field_staff, now=LATER)


def test_those_who_decide_leave_a_wall_empty(posting, manager):
    done = actions.cancel(posting, reason="网点今日停业", actor=manager, now=NOON)
    assert (done.state, done.ending, done.call_at) == ("cancelled", "unneeded", None)


def test_staff_do_not_decide_that(posting, field_staff):
    with pytest.raises(Forbidden):
        actions.cancel(posting, reason="太远", actor=field_staff, now=NOON)


@pytest.mark.parametrize("who", ["outsider", "auditor"])
def test_others_keep_their_hands_off(posting, who, request):
    with pytest.raises(Forbidden):
        actions.mark_printed(posting, actor=request.getfixturevalue(who), now=NOON)


def test_the_walls_history_tells_it_all(posting, put_up, field_staff):
    actions.mark_printed(posting, actor=field_staff, now=NOON)
    put_up(posting, now=NOON + timedelta(minutes=5))
    told = [one.title for one in history.of(posting)]
    assert told == ["310101-0001网点的公告已张贴：大厅。", "310101-0001网点的公告已打印：GG-20261123-0001，1份。"]


def test_a_notices_walls_are_told_in_its_history(make_notice, issued, incident, make_sheet, site, put_up):
    notice = issued(make_notice(incident))
    posting = put_up(make_sheet(incident, site))
    assert notice.events.get(params__code="wall_posted").params["posting"] == posting.pk
    assert len(history.of(posting)) == 1


def test_a_wrong_photo_is_hidden_and_that_is_told(posting, put_up, manager):
    put_up(posting)
    hide(queries.photos_of(posting)[0], reason="拍错了", actor=manager, now=LATER)
    assert queries.photos_of(posting) == []
    assert history.of(posting)[0].text == "拍错了"


@pytest.mark.django_db(transaction=True)
def test_two_who_say_posted_at_once_are_told_apart(posting, field_staff, second):
    def post(who):
        try:
            actions.mark_posted(posting, actor=who, now=NOON, place="大厅", uploads=[photo(colour=who.username)])
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    field_staff.username, second.username = "red", "blue"
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(post, (field_staff, second))) == ["done", "status"]
    assert len(queries.photos_of(posting)) == 1


@pytest.mark.parametrize("deed", ["mark_printed", "mark_posted"])
def test_a_paper_that_was_overtaken_while_it_was_carried_is_not_put_up(
    deed, posting, make_sheet, make_substitute, incident, site, field_staff
):
    printed = posting.sheet.number
    make_substitute(incident, site=site)
    make_sheet(incident, site, LATER)
    given = {"place": "大厅", "uploads": [photo()]} if deed == "mark_posted" else {}
    with refused(Refused, "sheet_changed"):
        getattr(actions, deed)(posting, actor=field_staff, now=LATER, sheet=printed, **given)


def test_a_wall_that_gets_none_is_rid_of_a_torn_one(posting, put_up, field_staff, commander):
    actions.redo(put_up(posting), reason="破损", actor=field_staff, now=NOON)
    done = actions.cancel(posting, reason="网点停业", actor=commander, now=NOON)
    assert (done.state, done.due_at) == ("to_take_down", NOON + timedelta(minutes=60))
