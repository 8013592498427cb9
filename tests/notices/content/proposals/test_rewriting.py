"""A person has a draft written anew from the facts as they are."""

from datetime import timedelta

import pytest
from django.urls import reverse

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from notices.content.models import Notice
from notices.content.proposals.actions import rewrite
from tests.conftest import NOON


@pytest.fixture
def draft(make_notice, incident, publisher):
    return make_notice(incident, actor=publisher)


def test_words_times_and_basis_follow_the_facts(draft, incident, publisher):
    type(incident).objects.update(expected_until=NOON + timedelta(hours=8))
    written = rewrite(draft, actor=publisher, now=NOON, seen=1)
    assert (written.version, written.expected_until) == (2, NOON + timedelta(hours=8))
    assert written.texts.get(version=2, language="zh-hans").until == "11月23日20:00前"


def test_the_words_before_stay_as_a_version(draft, publisher):
    rewrite(draft, actor=publisher, now=NOON, seen=1)
    assert draft.texts.get(version=1).title == "自助缴费暂停服务"


def test_whoever_saved_meanwhile_is_not_overwritten(draft, publisher):
    rewrite(draft, actor=publisher, now=NOON, seen=1)
    with pytest.raises(Refused):
        rewrite(draft, actor=publisher, now=NOON, seen=1)


def test_field_staff_do_not_write(draft, field_staff):
    with pytest.raises(Forbidden):
        rewrite(draft, actor=field_staff, now=NOON, seen=1)


def test_outsiders_do_not_write(draft, outsider):
    with pytest.raises(Forbidden):
        rewrite(draft, actor=outsider, now=NOON, seen=1)


def test_maintenance_has_no_facts_to_follow(make_notice, site, publisher):
    notice = make_notice(kind="maintenance", sites=[site], began_at=NOON, expected_until=NOON + timedelta(hours=1))
    with pytest.raises(Invalid):
        rewrite(notice, actor=publisher, now=NOON, seen=1)


@pytest.mark.usefixtures("clock")
def test_the_page_has_a_button_for_it(client, draft, incident, publisher):
    type(incident).objects.update(expected_until=NOON + timedelta(hours=8))
    client.force_login(publisher)
    assert "按最新情况重写" in client.get(reverse("content:notice", args=[draft.number])).content.decode()
    client.post(reverse("content:rewrite", args=[draft.number]), {"version": 1})
    assert Notice.objects.get().version == 2
