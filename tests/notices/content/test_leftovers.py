"""An incident that is over says which notice the public still reads."""

import pytest

from notices.content import actions
from tests.conftest import NOON


@pytest.fixture
def page(client, incident, manager):
    """page("closed"): the incident's page once it has this status."""

    def get(status="closed"):
        type(incident).objects.filter(pk=incident.pk).update(status=status, restored_at=NOON, closed_at=NOON)
        client.force_login(manager)
        return client.get(f"/incidents/{incident.number}/").text

    return get


def test_it_names_the_notice_that_is_still_public(page, incident, make_notice, issued):
    notice = issued(make_notice(incident))
    shown = page()
    assert "事件已结束，仍有待办事项：" in shown
    assert f'<a href="/notices/{notice.number}/">公告{notice.number}“自助缴费暂停服务”仍对公众显示' in shown


@pytest.mark.parametrize("status", ["closed", "false_alarm"])
def test_without_one_there_is_nothing_to_do(page, status):
    assert "事件已结束，无待办事项。" in page(status)


def test_a_recovery_notice_may_stay(page, incident, make_notice, issued):
    issued(make_notice(incident, "all_clear"))
    assert "事件已结束，无待办事项。" in page()


def test_a_withdrawn_one_does_not_count(page, incident, make_notice, issued, publisher):
    actions.withdraw(issued(make_notice(incident)), actor=publisher, now=NOON, reason="已恢复")
    assert "事件已结束，无待办事项。" in page()


def test_before_closing_it_is_named_too(page, incident, make_notice, issued):
    assert (
        issued(make_notice(incident)).number in page("restored").partition("next-step__left")[2].partition("</ul>")[0]
    )


def test_a_substitute_that_serves_still_is_named(page, incident, make_substitute):
    make_substitute(incident)
    assert "替代方案“一楼大厅3号窗口”仍在服务，请撤除。" in page("false_alarm")
