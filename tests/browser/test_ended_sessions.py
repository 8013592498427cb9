"""A session that ends, or becomes another person's, while a page is open: nothing typed is lost, nothing is another's."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from resources.network.models import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(visit, manager, site):
    return visit(manager, f"/network/sites/{site.code}/edit/")


def log_in(page, client, person):
    """In another window of the same browser, while nothing is under way: the answer to the old session would end the new one."""
    page.wait_for_load_state("networkidle")
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.evaluate("location.origin")}]
    )


def send(page):
    page.locator("main form [name=name]").fill("新名")
    page.locator("main form:has([name=name]) button[type=submit]").click()


def test_a_form_is_not_sent_into_the_page_for_logging_in(page, client, manager, site):
    Session.objects.all().delete()
    send(page)
    expect(page.locator("main form")).to_contain_text("登录已失效")
    log_in(page, client, manager)
    page.locator("main form:has([name=name]) button[type=submit]").click()
    page.wait_for_url(lambda url: not url.endswith("/edit/"))
    assert Site.objects.get(pk=site.pk).name == "新名"


def test_a_form_is_not_sent_as_somebody_else(page, client, commander, site):
    log_in(page, client, commander)
    send(page)
    expect(page.locator("main form")).to_contain_text("换了人登录")
    assert Site.objects.get(pk=site.pk).name != "新名"


def ask_for_a_part(page):
    page.evaluate("void htmx.ajax('GET', '/messages/unread/', '.topbar__unread')")


def test_the_page_of_somebody_else_is_loaded_anew(page, client, commander):
    log_in(page, client, commander)
    ask_for_a_part(page)
    expect(page.locator("#toasts")).to_contain_text("此浏览器现在登录的是陈总，页面已重新载入。")
    expect(page.locator(".topbar__name")).to_have_text("陈总")


def test_where_something_is_typed_it_stays_and_says_so(page, client, commander):
    page.locator("main form [name=name]").fill("新名")
    log_in(page, client, commander)
    ask_for_a_part(page)
    expect(page.locator("[data-other]")).to_contain_text("已换人登录，本页属于李敏")
    expect(page.locator("main form [name=name]")).to_have_value("新名")


def test_a_page_out_of_the_browsers_memory_is_not_shown_to_who_comes_next(page):
    Session.objects.all().delete()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_url("**/accounts/login/**")
