"""The status page among the outlets."""

import pytest
from django.template.loader import render_to_string

from notices.channels.status import jobs
from notices.channels.status.models import StatusEdition
from notices.channels.status.outlet import OUTLET
from notices.content import actions, queries
from notices.content.models import Notice
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def version():
    return StatusEdition.objects.values_list("version", flat=True).first() or 0


def test_issuing_replacing_and_withdrawing_change_the_edition(told, incident, publisher):
    first = version()
    told(incident)
    second = version()
    notice = told(incident, "update")
    third = version()
    actions.withdraw(notice, actor=publisher, now=NOON, reason="错")
    assert first < second < third < version()


def test_a_drill_changes_nothing(told, make_incident, site):
    told(make_incident(site, is_drill=True))
    assert version() == 0


def test_a_notice_that_was_not_meant_for_it_is_not_listed(told, incident, read):
    told(incident, outlets=["paper"])
    assert version() == 0
    assert "自助缴费暂停服务" not in read("/status/")


def test_two_lines_tell_where_it_is(told, incident, home):
    notice = told(incident)
    page, copy = OUTLET.lines([notice], NOON)
    assert (page.standing, page.open) == (True, False)
    assert (copy.standing, copy.open) == (False, True)
    jobs.write_copy()
    _page, copy = OUTLET.lines([notice], NOON)
    assert (copy.standing, copy.open) == (True, False)


def test_a_withdrawn_notice_stands_nowhere(told, incident, publisher, home):
    notice = told(incident)
    actions.withdraw(notice, actor=publisher, now=NOON, reason="错")
    jobs.write_copy()
    lines = OUTLET.lines([Notice.objects.get(pk=notice.pk)], NOON)
    assert not any(line.standing for line in lines)


def test_lines_take_one_query(told, make_incident, make_site, django_assert_num_queries):
    notices = [told(make_incident(make_site(f"310101-000{n}"))) for n in range(1, 4)]
    with django_assert_num_queries(1):
        list(OUTLET.lines(notices, NOON))


def test_the_preview_shows_both_languages(told, incident):
    preview = OUTLET.preview(queries.told(told(incident, en=True)))
    assert set(preview.context["told"].words) == {"zh-hans", "en"}


def test_the_preview_labels_each_language_in_its_own(told, incident):
    preview = OUTLET.preview(queries.told(told(incident, en=True)))
    english = render_to_string(preview.template, preview.context).partition('lang="en"')[2]
    assert "<b>Cash</b>" in english
    assert "现金缴费</b>" not in english
