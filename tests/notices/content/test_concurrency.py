"""Several people at one notice at the same instant."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from emergency_ops.lib.errors import Refused
from notices.content import actions
from notices.content.models import Notice, NoticeEvent
from notices.content.proposals.sweeps import propose_notices
from tests.conftest import NOON

LATER = NOON + timedelta(minutes=5)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What each came to: None, the code of its refusal, or the error."""
    found = []

    def run(call):
        try:
            call()
            found.append(None)
        except Refused as refusal:
            found.append(refusal.code)
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found, key=str)


def test_of_several_who_approve_one_issues(make_notice, incident, publisher, approver, commander):
    notice = actions.submit(make_notice(incident), actor=publisher, now=NOON)
    approve = lambda who: lambda: actions.approve(notice, actor=who, now=NOON, seen=1, and_issue=True)  # noqa: E731
    assert at_once(*map(approve, (approver, commander, approver))) == [None, "notice_status", "notice_status"]
    assert NoticeEvent.objects.filter(kind="issued").count() == 1


def test_an_update_is_issued_while_the_alert_is_withdrawn_and_the_sweep_runs(
    make_notice, incident, issued, publisher, approver
):
    first = issued(make_notice(incident))
    update = make_notice(incident, kind="update", now=LATER)
    actions.submit(update, actor=publisher, now=LATER)
    found = at_once(
        lambda: actions.approve(update, actor=approver, now=LATER, seen=1, and_issue=True),
        lambda: actions.withdraw(first, actor=approver, now=LATER, reason="误发"),
        lambda: propose_notices(LATER),
    )
    assert found in ([None, None, None], [None, None, "notice_status"])
    assert list(Notice.objects.filter(status="issued")) == [update]


def test_of_two_updates_of_one_incident_one_stands(make_notice, incident, issued, publisher, approver, commander):
    issued(make_notice(incident))
    updates = [make_notice(incident, kind="update", now=LATER) for _ in range(2)]
    for update in updates:
        actions.submit(update, actor=publisher, now=LATER)
    approve = lambda one: lambda: actions.approve(one, actor=approver, now=LATER, seen=1, and_issue=True)  # noqa: E731
    assert at_once(*map(approve, updates)) == [None, None]
    assert sorted(Notice.objects.values_list("status", flat=True)) == ["issued", "superseded", "superseded"]
