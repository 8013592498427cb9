"""Both languages, switched anywhere: it stays on the page with its filters, is remembered, and dates are as people write them."""

import re

import pytest

from .screens import DESKTOP, PHONE
from .steps import fault
from .town import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: where, its headline in Chinese and in English
PAGES = (
    ("/", "态势", "Situation"),
    ("/incidents/?group=running", "事件", "Incidents"),
    ("/monitoring/warnings/?state=open", "预警", "Warnings"),
    ("/monitoring/fleet/", "终端态势", "Terminals"),
    ("/tasks/all/?late=true", "全部任务", "All tasks"),
    ("/network/sites/?q=市民", "网点", "Sites"),
    ("/staff/board/", "AB角看板", "A/B board"),
    ("/staff/absences/?when=now", "离岗交接", "Absences"),
    ("/inventory/transfers/", "调拨", "Transfers"),
    ("/notices/?status=draft", "公告", "Notices"),
    ("/messages/", "消息", "Messages"),
    ("/plans/", "应急预案", "Emergency plans"),
    ("/staff/preferences/", "显示与语言", "Display and language"),
)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_page_in_both_languages_and_back(town, enter, fleet, beat, clock, width):
    fault(fleet, beat, clock, network="NET_DOWN")
    screen = enter(town.zhihui, width)
    for path, chinese, _english in PAGES:
        screen.open(path)
        address = screen.page.url
        switch(screen, "English", "en")
        assert screen.page.url == address
        assert not re.search("[\u4e00-\u9fff]", headline(screen)), path
        switch(screen, "简体中文", "zh-hans")
        assert (screen.page.url, headline(screen)) == (address, chinese)


def test_it_is_remembered_for_the_person_and_before_the_login(town, enter, look):
    screen = look().open("/accounts/login/")
    screen.press("English").page.get_by_role("heading", name="Log in").wait_for()
    screen.press("简体中文").log_in(town.zhihui, PASSWORD)
    switch(screen, "English", "en")
    elsewhere = enter(town.zhihui, PHONE)
    assert language(elsewhere) == "en"
    assert language(enter(town.jishu)) == "zh-hans"


def test_dates_are_written_as_people_write_them(town, enter, look, fleet, beat, clock):
    incident_page = fault(fleet, beat, clock, network="NET_DOWN")
    screen = enter(town.zhihui).open(incident_page)
    screen.sees(re.compile("2026-11-23 12:0"))
    public = look(PHONE).open("/status/").sees(re.compile(r"11月23日 12:0\d"))
    public.press("English").sees(re.compile(r"23 Nov\w* (2026 )?(at )?12:0\d|12:0\d"))


def switch(screen, name, code):
    screen.page.get_by_label("个人菜单").or_(screen.page.get_by_label("Your menu")).or_(user_menu(screen)).first.click()
    screen.page.locator("header").get_by_role("button", name=name).click()
    screen.page.locator(f"html[lang^={code[:2]}]").wait_for()


def user_menu(screen):
    return screen.page.get_by_role("banner").locator("summary").last


def headline(screen):
    """Without the help that stands beside it."""
    return screen.page.get_by_role("heading", level=1).first.evaluate("(one) => one.firstChild.textContent.trim()")


def language(screen):
    return screen.page.locator("html").get_attribute("lang").lower()
