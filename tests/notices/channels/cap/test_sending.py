"""Messages are written when a notice is issued and when it ends."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from notices.channels.cap import reading, rules, sending
from notices.channels.cap.models import CapMessage
from notices.content import actions
from notices.content.models import Notice
from tests.conftest import NOON
from tests.notices.channels.cap.messages import values

LATER = NOON + timedelta(minutes=30)
pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def issue(make_notice, incident, issued, publisher):
    """issue("update", now=…): a notice of the incident (or of another) that is issued."""

    def make(kind="alert", now=NOON, of=incident, **fields):
        return issued(make_notice(of, kind, actor=publisher, now=now, outlets=["cap"], **fields), now)

    return make


def sent(notice):
    return CapMessage.objects.filter(notice=notice).order_by("pk")


def named(message):
    return [reference.split(",")[1] for reference in message.references.split()]


def test_an_issued_notice_is_an_alert(issue):
    message = sent(issue()).get()
    assert (message.identifier, message.msg_type, message.status) == ("FB-20261123-001.1", "Alert", "Actual")
    assert message.sha256 == hashlib.sha256(message.xml.encode()).hexdigest()
    assert rules.check(reading.parsed(message.xml.encode())) == []


def test_region_and_point_of_the_site_are_in_it(issue, site):
    type(site).objects.update(latitude=31.23, longitude=121.47)
    document = sent(issue()).get().xml
    assert values(document, "info/area/geocode/value") == ["310101"]
    assert values(document, "info/area/circle") == ["31.23000,121.47000 0.3"]


def test_a_chain_of_three_refers_to_all_before(issue):
    rows = [
        sent(issue(kind, NOON + timedelta(hours=n))).get() for n, kind in enumerate(("alert", "update", "all_clear"))
    ]
    assert [row.msg_type for row in rows] == ["Alert", "Update", "Update"]
    assert [named(row) for row in rows] == [[], ["FB-20261123-001.1"], ["FB-20261123-001.1", "FB-20261123-002.1"]]
    assert values(rows[2].xml, "info/responseType") == ["AllClear"]


def test_a_chain_without_an_incident_refers_to_all_before(make_notice, issued, publisher, site, regions):
    notice = None
    for _ in range(3):
        draft = make_notice(
            None, "maintenance", actor=publisher, region=regions["310101"], sites=[site], began_at=NOON, outlets=["cap"],
            expected_until=LATER, expires_at=LATER,
        )  # fmt: skip
        draft.previous = notice
        draft.save(update_fields=["previous"])
        notice = issued(draft)
    assert named(sent(notice).get()) == ["FB-20261123-001.1", "FB-20261123-002.1"]


def test_a_withdrawn_notice_is_cancelled_with_all_that_stands(issue, approver):
    issue()
    notice = issue("update", LATER)
    actions.withdraw(notice, actor=approver, now=LATER, reason="张三把网点写错了")
    cancel = sent(notice).last()
    assert (cancel.identifier, cancel.msg_type) == ("FB-20261123-002.2", "Cancel")
    assert named(cancel) == ["FB-20261123-001.1", "FB-20261123-002.1"]


def test_what_people_write_to_each_other_is_not_in_a_cancel(issue, approver):
    notice = issue()
    actions.withdraw(notice, actor=approver, now=LATER, reason="张三把网点写错了")
    assert "张三" not in sent(notice).last().xml
    assert values(sent(notice).last().xml, "note")[0].startswith("本公告已提前撤回")


def test_a_notice_that_expires_by_itself_needs_no_cancel(issue):
    notice = issue()
    actions.expire(notice, now=notice.expires_at)
    assert sent(notice).count() == 1


def test_a_notice_replaced_by_one_without_cap_is_cancelled(issue, make_notice, incident, issued, publisher):
    first = issue()
    issued(make_notice(incident, "update", actor=publisher, now=LATER, outlets=[]), LATER)
    assert sent(first).last().msg_type == "Cancel"


def test_an_update_after_a_withdrawal_begins_anew(issue, approver):
    actions.withdraw(issue(), actor=approver, now=LATER, reason="误发")
    assert sent(issue("update", LATER)).get().msg_type == "Alert"


def test_a_drill_is_an_exercise(issue, make_incident, site):
    incident = make_incident(site, is_drill=True)
    message = sent(issue(of=incident)).get()
    assert message.status == "Exercise"
    assert incident.number in values(message.xml, "note")[0]


def test_a_notice_that_is_not_issued_leaves_no_message(issue, monkeypatch):
    monkeypatch.setattr("notices.content.actions.issuing._hand_to_outlets", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issue()
    assert not CapMessage.objects.exists()


@pytest.mark.parametrize("change", [lambda rows: rows.update(xml="<alert/>"), lambda rows: rows.delete()])
def test_the_database_keeps_messages_as_they_are(issue, change):
    rows = sent(issue())
    with pytest.raises(DatabaseError), transaction.atomic():
        change(rows)


def queries_of(notice):
    with CaptureQueriesContext(connection) as captured:
        sending.publish(Notice.objects.select_related("incident", "previous").get(pk=notice.pk), actor=None, now=NOON)
    return len(captured)


def test_ten_sites_take_the_queries_of_one(make_notice, make_incident, make_site):
    one, ten = (
        make_notice(make_incident(*(make_site(f"310101-{start + number:04d}") for number in range(count))))
        for start, count in ((100, 1), (200, 10))
    )
    assert queries_of(one) == queries_of(ten)


def test_a_sender_that_changed_later_is_still_referred_to(issue, settings):
    issue()
    settings.CAP_SENDER = "other.example.cn"
    assert sent(issue("update", LATER)).get().references.startswith("127.0.0.1,")
