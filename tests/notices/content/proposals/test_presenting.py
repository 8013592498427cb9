"""Why a notice was proposed is said on its page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from notices.content.models import Notice
from notices.content.proposals.presenting import why
from notices.content.proposals.sweeps import propose_notices
from tests.conftest import NOON


@pytest.fixture
def proposed(incident):
    propose_notices(NOON)
    return Notice.objects.get()


def test_the_reason_is_said(proposed):
    assert why(proposed, NOON).reason == "尚未向公众发布公告"


def test_what_changed_since_it_was_written_is_said(proposed, incident):
    incident.expected_until = NOON + timedelta(hours=8)
    incident.save()
    proposed.refresh_from_db()
    assert why(proposed, NOON).since == ["预计恢复时间由11月23日16:00改为11月23日20:00"]


def test_in_the_readers_language(proposed, incident, make_site):
    incident.terminals.create(terminal=make_site("310101-0002").terminals.get(), since=NOON)
    with override("en"):
        assert why(proposed, NOON).since[0] == "Sites affected: 2, before 1"


def test_a_notice_that_was_issued_has_no_reason_any_more(proposed, issued):
    assert why(issued(proposed), NOON) is None


@pytest.mark.usefixtures("clock")
def test_the_page_says_it(client, proposed, publisher):
    client.force_login(publisher)
    page = client.get(reverse("content:notice", args=[proposed.number])).content.decode()
    assert "系统建议：尚未向公众发布公告" in page
