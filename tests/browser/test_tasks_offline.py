"""Tasks and windows without a connection: what is done is kept, shown, and sent once."""

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from emergency_ops.lib.roles import Role
from incidents.response.counters.models import Ticket
from incidents.response.tasks import actions
from incidents.response.tasks.models import Task
from tests.browser.test_patrol_offline import PIXEL, log_in
from tests.incidents.response.conftest import (
    confirmed,
    incident,
    installed,
    make_post,
    make_warning,
    responding,
)  # fmt: skip
from tests.incidents.response.counters.conftest import counter, make_counter, substitute, take_number
from tests.incidents.response.tasks.conftest import engineer, planned, running, second, staffed, task

__all__ = [
    "confirmed", "counter", "engineer", "incident", "installed", "make_counter", "make_post", "make_warning", "planned",
    "responding", "running", "second", "staffed", "substitute", "task",
]  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clock():
    """The browser's time goes on, so the server's does."""


def kept(page):
    page.wait_for_selector("[data-offline][data-kept]", timeout=20000, state="attached")
    page.wait_for_selector("[data-offline][data-ready]", timeout=20000, state="attached")
    return page


def away(page, off=True):
    page.context.set_offline(off)


@pytest.fixture
def phone(visit, task, engineer):
    """The task's page on the phone of whoever has it, kept by the worker."""
    return kept(visit(engineer, reverse("tasks:task", args=[task.pk]), width=390))


def fresh(task):
    return Task.objects.get(pk=task.pk)


def wait_sent(page):
    """Everything that was typed has been taken by the server."""
    for _ in range(60):
        try:
            states = page.evaluate("() => window.outbox.entries().then((all) => all.map((one) => one.state))")
        except Error:  # the page is loaded anew when the connection is back
            states = ["loading"]
        if set(states) == {"taken"}:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"not sent: {states}")


def told(page):
    """What is said of what waited and was taken, until somebody has seen it."""
    box = page.locator("[data-offline-done]:not([hidden])")
    box.wait_for(timeout=30000)
    return box.inner_text()


def test_what_waited_is_told_when_it_was_taken(phone, task):
    away(phone)
    phone.get_by_role("button", name="接受任务").click()
    phone.wait_for_selector("[data-waiting]")
    away(phone, off=False)
    wait_sent(phone)
    assert "接受任务 · 已接受任务。" in told(phone)
    phone.get_by_role("button", name="知道了").click()
    phone.reload()
    kept(phone)
    assert phone.locator("[data-offline-done]").is_hidden()


def test_a_task_is_accepted_and_done_without_a_connection(phone, task):
    task.checks.update(is_mandatory=False)
    away(phone)
    phone.get_by_role("button", name="接受任务").click()
    phone.wait_for_selector("[data-waiting]")
    phone.fill("textarea[name=text]", "范围已核实")
    phone.locator("input[name=uploads]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PIXEL})
    phone.get_by_role("button", name="完成", exact=True).click()
    phone.wait_for_function("() => document.querySelectorAll('[data-waiting]').length === 2")
    assert fresh(task).state == "open"
    away(phone, off=False)
    wait_sent(phone)
    assert (fresh(task).state, fresh(task).result) == ("done", "范围已核实")


def test_what_was_done_outlives_a_reload_without_a_connection(phone):
    away(phone)
    phone.get_by_role("button", name="接受任务").click()
    phone.wait_for_selector("[data-waiting]")
    phone.reload()
    phone.wait_for_selector("[data-waiting]")
    assert "保存在本机的内容" in phone.locator("[data-offline-age]").inner_text()


def test_with_a_connection_it_goes_on_as_before(phone, task):
    phone.get_by_role("button", name="接受任务").click()
    phone.wait_for_selector(".toast >> text=已接受任务")
    assert fresh(task).state == "accepted"
    assert phone.complaints == []


def test_an_answer_that_was_lost_does_nothing_twice(phone, task):
    phone.route("**/offline/sync/", lambda route: (route.fetch(), route.abort()))
    phone.get_by_role("button", name="接受任务").click()
    phone.wait_for_selector("[data-waiting]")
    phone.unroute("**/offline/sync/")
    phone.evaluate("dispatchEvent(new Event('online'))")
    wait_sent(phone)
    assert task.incident.timeline.filter(code="task_accepted").count() == 1


def test_what_another_was_faster_with_stays_and_says_so(phone, task, manager):
    task.checks.update(is_mandatory=False)
    away(phone)
    phone.fill("textarea[name=text]", "范围已核实")
    phone.get_by_role("button", name="完成", exact=True).click()
    phone.wait_for_selector("[data-waiting]")
    actions.complete(fresh(task), actor=manager, now=task.created_at, text="电话核实")
    away(phone, off=False)
    phone.wait_for_selector("[data-offline-refused] li", timeout=20000)
    phone.reload()
    assert "已由 李敏" in phone.locator("[data-offline-refused] li").inner_text()


def test_what_is_missing_is_said_at_the_form_at_once(phone):
    phone.get_by_role("button", name="完成", exact=True).click()
    phone.wait_for_selector("form[data-deed=complete] [data-problem]")
    assert phone.evaluate("window.outbox.entries().then((all) => all.length)") == 0


def test_another_at_the_phone_sends_nothing_of_it(phone, live_server, client, make_person, task):
    away(phone)
    phone.get_by_role("button", name="接受任务").click()
    phone.wait_for_selector("[data-waiting]")
    log_in(phone, live_server, client, make_person("other", Role.FIELD_STAFF, regions=["310000"], name="钱三"))
    away(phone, off=False)
    phone.goto(f"{live_server.url}/tasks/")
    phone.wait_for_selector("[data-offline-others]:not([hidden])", timeout=20000)
    assert fresh(task).state == "open"


def test_after_logging_out_no_page_is_left(phone, live_server):
    phone.goto(f"{live_server.url}/accounts/logout/")
    phone.locator("main form[action*=logout] button, .entrance__main form button").first.click()
    phone.wait_for_load_state()
    kept_now = phone.evaluate(
        "caches.open('pages-2').then((cache) => cache.keys()).then((all) => all.map((one) => one.url))"
    )
    assert [address for address in kept_now if "/static/" not in address] == []


def test_a_page_that_is_not_kept_says_so(phone, live_server):
    away(phone)
    phone.goto(f"{live_server.url}/staff/board/")
    assert phone.locator("h1").inner_text() == "没有网络"


def test_my_tasks_keep_the_pages_of_the_tasks(visit, task, engineer):
    page = kept(visit(engineer, "/tasks/", width=390))
    away(page)
    page.locator(f"[data-keep][href='/tasks/{task.pk}/']").click()
    page.wait_for_selector("[data-offline-age]:not([hidden])")
    assert page.locator("h1").inner_text() == task.title


# ---- what patrols kept before there were other kinds


FORMER = """(person) => new Promise((resolve) => {
  const opening = indexedDB.open("patrols", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("entries", { keyPath: "uuid" });
    opening.result.createObjectStore("drafts", { keyPath: "id" });
  };
  opening.onsuccess = () => {
    const writing = opening.result.transaction("entries", "readwrite");
    writing.objectStore("entries").put({ uuid: "u-1", person, round: "ACDEFGHJKMNP", state: "waiting", seen_at: "2026-11-23T04:00:00Z" });
    writing.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""


def test_what_was_kept_before_is_carried_over(visit, field_staff, live_server):
    page = visit(field_staff, "/accounts/logout/", width=390)
    page.evaluate(FORMER, 0)
    page.goto(f"{live_server.url}/tasks/")
    kept(page)
    entries = page.evaluate("window.outbox.entries()")
    assert [(entry["uuid"], entry["kind"], entry["state"]) for entry in entries] == [("u-1", "patrol", "waiting")]


# ---- a window


@pytest.fixture
def window(visit, counter, manager):
    for _ in range(3):
        take_number(counter)
    number = counter.substitute.incident.number
    page = visit(manager, reverse("incidents:counter_window", args=[number, counter.pk, 1]), width=390)
    page.click("[data-key-next]")
    page.wait_for_selector("text=A001")
    kept(page)
    page.wait_for_timeout(500)
    return page


def test_a_window_goes_on_with_its_number_and_with_paper(window):
    away(window)
    window.wait_for_selector("[data-window-offline]:not([hidden])")
    assert not window.locator("[data-key-next]").is_visible()
    assert window.input_value("#away_number") == "A001"
    window.fill("#away_amount", "12.50")
    window.click("[data-window-offline] button[value=served]")
    window.wait_for_selector("[data-records] li")
    window.wait_for_function("() => document.querySelector('#away_number').value === 'W1-01'")
    window.click("[data-window-offline] button[value=served]")
    window.wait_for_function("() => document.querySelectorAll('[data-records] li').length === 2")
    assert Ticket.objects.filter(state="served").count() == 0
    away(window, off=False)
    wait_sent(window)
    served = Ticket.objects.filter(state="served").order_by("pk")
    assert [one.shown for one in served] == ["A001", "W1-01"]
    assert [one.records.get().amount for one in served] == [1250, None]
    assert "A001 办结 ¥12.50 · 已登记 A001" in told(window)
    assert "本窗口断网期间办结 2 人次，收款 ¥12.50" in window.locator("#window").inner_text()


def test_a_number_that_the_window_could_not_have_is_told_with_the_reason(window):
    away(window)
    window.wait_for_selector("[data-window-offline]:not([hidden])")
    window.fill("#away_number", "A099")
    window.click("[data-window-offline] button[value=served]")
    window.wait_for_selector("[data-records] [data-state=waiting]")
    away(window, off=False)
    line = window.locator("[data-offline-refused] li")
    line.wait_for(timeout=30000)
    assert "当天没有 A099 号" in line.inner_text()


def test_a_window_without_a_connection_outlives_a_reload(window):
    away(window)
    window.reload()
    window.wait_for_selector("[data-window-offline]:not([hidden])")
    assert window.input_value("#away_number") == "A001"


def test_a_page_that_is_no_longer_ones_own_is_not_kept(phone, task, engineer):
    task.offers.all().delete()
    Task.objects.filter(pk=task.pk).update(assignee=None)
    engineer.regions.clear()
    assert phone.reload().status == 404
    away(phone)
    phone.reload()
    assert phone.locator("textarea[name=text]").count() == 0
