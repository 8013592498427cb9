"""A patrol in a cellar without a connection: the page is closed and opened again, one round was called off meanwhile."""

from datetime import timedelta

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.models import Warning
from incidents.monitoring.patrols.models import PatrolEntry, PatrolRound
from resources.network.models import Site
from tests.browser.test_patrol_offline import bar, choose, offline

from .screens import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITEMS = 9


@pytest.fixture
def rounds(town):
    """Two rounds of today for the same person: the sites 市民中心 and 中山医院."""
    now = now_clock.now()
    return [
        PatrolRound.objects.create(
            site=Site.objects.get(code=code),
            token=token,
            starts_at=now - timedelta(minutes=5),
            due_at=now + timedelta(minutes=25),
            ends_at=now + timedelta(minutes=115),
            assignee=town.xianchang,
        )
        for code, token in (("310101-0001", "ACDEFGHJKMNP"), ("310101-0002", "PNMKJHGFEDCA"))
    ]


def test_what_was_done_in_the_cellar_arrives_and_what_is_refused_says_why(rounds, town, enter):
    done, called_off = rounds
    phone = enter(town.xianchang, PHONE).open("/patrols/mine/")
    phone.forgive("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|^htmx:")
    phone.page.wait_for_selector("[data-patrol][data-kept]")
    offline(phone.page)

    open_round(phone, done)
    panel = look_at(phone, "310101-0001-01")
    choose(panel, "printer", "finding")
    panel.locator("select[name^=fault-][name$=-printer]").select_option("PRT_INOP")
    all_others_in_order(phone, "310101-0001-01")
    for number in ("02", "03"):
        look_at(phone, f"310101-0001-{number}")
        all_others_in_order(phone, f"310101-0001-{number}")
    open_round(phone, called_off)
    choose(look_at(phone, "310101-0002-01"), "door", "ok")
    look_at(phone, "310101-0002-01").get_by_role("button", name="保存").click()
    bar(phone.page, "offline")
    assert not PatrolEntry.objects.exists()

    phone.page.close()
    called_off.state = "cancelled"
    called_off.save()
    phone.page = phone.context.new_page()
    open_round(phone, done)
    assert phone.page.locator("[data-terminal][data-complete]").count() == 3

    offline(phone.page, off=False)
    phone.page.wait_for_selector("[data-patrol-refused] li")
    assert "已取消" in phone.page.locator("[data-patrol-refused]").inner_text()
    done.refresh_from_db()
    assert (done.state, PatrolEntry.objects.count()) == ("done", 3 * ITEMS)
    assert Warning.objects.get().cause == "PRT_INOP"


def open_round(phone, one):
    phone.open(f"/patrols/rounds/{one.token}/").page.wait_for_selector("[data-patrol][data-ready]")


def look_at(phone, code):
    panel = phone.page.locator(f"[data-terminal='{code}']")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    return panel


def all_others_in_order(phone, code):
    panel = look_at(phone, code)
    panel.get_by_role("button", name="其余全部正常").click()
    panel.get_by_role("button", name="保存").click()
    phone.page.wait_for_selector(f"[data-terminal='{code}'][data-complete]")
