"""What only a browser can tell: the content policy holds, clocks tick, nothing overflows, everything has a name."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GUIDE = "/styleguide/"
AUDIT = """() => {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!control.labels.length && !control.ariaLabel) say("no label", control);
  for (const control of document.querySelectorAll("button, a[href], summary"))
    if (!control.textContent.trim() && !control.ariaLabel) say("no name", control);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const element of document.querySelectorAll("[id]"))
    if (ids.indexOf(element.id) !== ids.lastIndexOf(element.id)) say("doubled id", element);
  for (const table of document.querySelectorAll("table")) if (!table.caption) say("no caption", table);
  for (const head of document.querySelectorAll("th:not([scope])")) say("no scope", head);
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  return found;
}"""


@pytest.mark.parametrize(
    "path", [GUIDE, "/", "/staff/people/", "/staff/preferences/", "/network/sites/", "/incidents/", "/wall/"]
)
def test_a_page_breaks_no_rule_of_its_content_policy_and_names_everything(visit, administrator, path):
    page = visit(administrator, path)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert page.evaluate(AUDIT) == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_nothing_is_wider_than_a_phone(visit, administrator, theme, size):
    page = visit(administrator, f"{GUIDE}?theme={theme}&type={size}", width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_clock_ticks_by_the_time_of_the_server(visit, administrator):
    page = visit(administrator, GUIDE)
    before = page.locator(".clock--running .clock__time").first.inner_text()
    shown = "document.querySelector('.clock--running .clock__time').innerText"
    page.wait_for_function(f"before => {shown} < before", arg=before)


def test_a_refusal_comes_as_a_toast_and_stays(visit, administrator):
    page = visit(administrator, GUIDE)
    page.get_by_text("被拒绝的操作").click()
    page.wait_for_selector(".toast--danger")
    page.locator(".toast--danger [data-close]").click()
    assert page.locator(".toast--danger").count() == 0


def test_a_dialog_opens_and_escape_closes_it(visit, administrator):
    page = visit(administrator, GUIDE)
    page.get_by_text("打开对话框").click()
    assert page.locator("#sample-dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#sample-dialog").is_visible()


def test_a_list_filters_while_one_types_and_the_way_back_works(visit, administrator, make_person):
    make_person("zhou", name="周岩")
    page = visit(administrator, "/staff/people/")
    page.locator("#filters input").nth(1).fill("周岩")
    page.wait_for_url(re.compile("q="))
    assert page.locator("#list tbody tr").count() == 1
    page.go_back()
    page.locator("#list tbody tr").nth(1).wait_for()
    assert "q=" not in page.url


def test_without_javascript_filters_menus_and_dialogs_work(visit, administrator, make_person):
    make_person("zhou", name="周岩")
    page = visit(administrator, "/staff/people/", width=390, javascript=False)
    page.locator(".filters input[name=q]").fill("周岩")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    assert page.locator("#list tbody tr").count() == 1
    page.locator(".tabs__more > summary").click()
    assert page.locator(".sheet").is_visible()
    page = visit(administrator, GUIDE, javascript=False)
    assert page.locator("#sample-dialog").is_visible()


def test_an_ended_login_is_said_and_the_page_stays(visit, administrator):
    page = visit(administrator, "/staff/people/")
    page.context.clear_cookies()
    page.locator(".filters input[name=q]").fill("周")
    page.wait_for_selector("[data-expired]:visible")
    assert page.locator("#list tbody tr").count() == 1
