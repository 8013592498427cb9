"""What changes shows in two seconds, and what somebody is doing there stays; a lost connection is said and heals."""

import itertools
import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from emergency_ops.lib import clock
from incidents.escalation import sample as escalation_sample
from incidents.response import actions, sample
from tests.live.process import served_stream

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRAGMENT = """<ul>%s</ul><p id="figure">%d</p>"""
ROW = """<li><a href="/to/{0}">{0}</a><details><summary>more</summary><form action="/do/{0}"><input name="text" value="">
<label><input type="checkbox" name="tick">t</label></form></details></li>"""


@pytest.fixture(scope="module")
def running_stream(django_db_setup):
    with served_stream() as port:
        yield port


@pytest.fixture
def streamed(running_stream, settings):
    """Pages of this test have an event stream."""
    settings.LIVE_URL = f":{running_stream}"


@pytest.fixture
def incident(make_site, manager):
    site = make_site(terminals=2)
    now = clock.now()
    escalation_sample.load(now)
    sample.load(now)
    return actions.create(
        manager, now, actions.Finding((), (site.code,), "hardware", now - timedelta(minutes=3), "黑屏", "巡检发现")
    )


class Fragment:
    """A live fragment on a real page, whose content the test decides."""

    def __init__(self, page):
        self.page, self.rows, self.figure, self.status, self.delay = page, ["a", "b"], 1, 200, 0.0
        self.is_gone = False
        page.route("**/fragment/", self._answer)
        page.evaluate(
            """(html) => {
                const part = document.createElement("div");
                part.id = "part";
                for (const [name, value] of [["hx-get", "/fragment/"], ["hx-trigger", "live"], ["data-live", "x"], ["data-every", "1"]]) part.setAttribute(name, value);
                part.innerHTML = html;
                document.querySelector("#content").append(part);
                htmx.process(part);
            }""",
            self.html,
        )

    @property
    def html(self):
        return FRAGMENT % ("".join(map(ROW.format, self.rows)), self.figure)

    def _answer(self, route):
        time.sleep(self.delay)
        if self.is_gone:  # what a test answers itself would be answered without a connection too
            return route.abort()
        return route.fulfill(status=self.status, body=self.html, content_type="text/html")

    def renew(self, rows="ab"):
        """The next answer has been merged."""
        self.rows, self.figure = list(rows), self.figure + 1
        expect(self.page.locator("#figure")).to_have_text(str(self.figure), timeout=15_000)

    def field(self, row):
        return self.page.locator(f'form[action="/do/{row}"] input[name=text]')


@pytest.fixture
def fragment(visit, manager):
    return Fragment(visit(manager, "/staff/team/"))


class TestMerging:
    def test_what_is_being_typed_and_the_caret_stay(self, fragment):
        fragment.page.locator("#part summary").nth(1).click()
        fragment.field("b").press_sequentially("半截")
        fragment.page.keyboard.press("ArrowLeft")
        fragment.renew()
        assert fragment.field("b").input_value() == "半截"
        assert fragment.page.evaluate("[document.activeElement.name, document.activeElement.selectionStart]") == [
            "text",
            1,
        ]

    def test_what_was_typed_stays_with_its_row(self, fragment):
        fragment.page.locator("#part summary").nth(0).click()
        fragment.field("a").fill("给甲的话")
        fragment.renew("nab")
        assert [fragment.field(row).input_value() for row in "nab"] == ["", "给甲的话", ""]

    def test_an_open_part_stays_open_and_a_tick_ticked(self, fragment):
        fragment.page.locator("#part summary").nth(1).click()
        fragment.page.locator("#part [name=tick]").nth(1).check()
        fragment.renew("ab")
        assert fragment.page.evaluate("[...document.querySelectorAll('#part details')].map((one) => one.open)") == [
            False,
            True,
        ]
        assert fragment.page.locator("#part [name=tick]").nth(1).is_checked()

    def test_a_row_that_goes_stays_while_somebody_writes_in_it(self, fragment):
        fragment.page.locator("#part summary").nth(1).click()
        fragment.field("b").fill("noch da")
        fragment.renew("a")
        assert fragment.field("b").input_value() == "noch da"

    def test_selected_text_stays_selected(self, fragment):
        fragment.page.evaluate("getSelection().selectAllChildren(document.querySelector('#part a'))")
        fragment.renew("nab")
        assert fragment.page.evaluate("getSelection().toString()") == "a"

    def test_the_page_does_not_scroll(self, fragment):
        fragment.page.evaluate("document.querySelector('#part').style.paddingBlock = '2000px'; scrollTo(0, 1500)")
        fragment.renew()
        assert fragment.page.evaluate("scrollY") == 1500

    def test_what_nobody_touches_is_new(self, fragment):
        fragment.renew("xyz")
        assert fragment.page.locator("#part li a").all_inner_texts() == ["x", "y", "z"]


class TestStream:
    def test_what_one_does_another_sees_within_two_seconds(self, streamed, visit, manager, commander, incident):
        page = visit(manager, "/")
        page.locator("html[data-stream=open]").wait_for(state="attached", timeout=15_000)
        page.wait_for_timeout(2500)
        before = page.locator("#situation").inner_text()
        actions.confirm(incident, actor=commander, now=clock.now(), text="核实")
        began = time.monotonic()
        while page.locator("#situation").inner_text() == before and time.monotonic() - began < 10:
            page.wait_for_timeout(20)
        assert time.monotonic() - began < 2
        assert page.complaints == []

    def test_with_the_stream_a_page_hardly_asks(self, streamed, visit, manager):
        page = visit(manager, "/")
        page.locator("html[data-stream=open]").wait_for(state="attached", timeout=15_000)
        page.wait_for_timeout(2500)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(10_000)
        assert asked == []

    def test_without_the_stream_pages_go_on_asking_and_nothing_alarms(self, visit, manager, settings):
        settings.LIVE_URL = ":1"
        page = visit(manager, "/")
        with page.expect_response("**/live/", timeout=15_000):
            pass
        assert page.locator("[data-lost]").is_hidden()


class TestLost:
    def test_it_is_said_since_when_and_heals(self, fragment):
        page = fragment.page
        fragment.is_gone = True
        page.context.set_offline(True)
        page.locator("[data-lost]").wait_for(timeout=10_000)
        assert page.locator("[data-lost] time").inner_text().count(":") == 2
        fragment.is_gone = False
        page.context.set_offline(False)
        page.locator("[data-lost]").wait_for(state="hidden", timeout=15_000)
        fragment.renew()

    def test_a_part_that_fails_for_a_minute_says_how_old_it_is(self, fragment):
        fragment.page.clock.install()
        fragment.status = 500
        for _turn in range(40):
            fragment.page.clock.run_for(5_000)
            fragment.page.wait_for_timeout(100)
            if fragment.page.locator("#part[data-age]").count():
                break
        assert "分钟未能更新" in fragment.page.locator("#part").get_attribute("data-age")
        assert fragment.page.locator("[data-lost]").is_hidden()

    def test_a_part_that_fails_by_itself_does_not_stop_the_others(self, fragment):
        page = fragment.page
        page.evaluate("document.body.prepend(document.querySelector('#part'))")
        fragment.status = 500
        page.wait_for_timeout(5_000)
        assert page.locator("[data-lost]").is_hidden()

    def test_a_server_that_is_slow_is_asked_less(self, fragment):
        asked = []
        fragment.page.on("request", lambda request: "/fragment/" in request.url and asked.append(time.monotonic()))
        fragment.delay = 1.5
        fragment.page.wait_for_timeout(12_000)
        assert min(later - before for before, later in itertools.pairwise(asked)) > 3

    def test_a_session_that_has_ended_is_said_and_hardly_asked_for(self, fragment):
        page = fragment.page
        page.context.clear_cookies()
        page.locator("[data-expired]").wait_for(timeout=20_000)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(8_000)
        assert asked == []


class TestKept:
    """A page as the worker gives it back: made hours ago, and nobody to ask."""

    @pytest.fixture
    def page(self, visit, manager):
        page = visit(manager, "/staff/team/")
        page.route("**/*", lambda route: route.abort() if "hx-request" in route.request.headers else route.fallback())
        page.route("**/staff/team/", self._two_hours_old)
        page.goto(page.url)
        return page

    @staticmethod
    def _two_hours_old(route):
        at = clock.now() - timedelta(hours=2)
        due, now = (int((at + add).timestamp() * 1000) for add in (timedelta(hours=1), timedelta(0)))
        shown = f'<p id="due" data-clock data-due="{due}" data-now="{now}" data-soon="0" data-left="L" data-late="late"><b class="clock__label"></b><b class="clock__time"></b></p>'
        body = route.fetch().text().replace("<html ", f'<html data-kept-at="{at.isoformat()}" ')
        body = re.sub(r'(<meta name="live"[^>]*data-now=")\d+', rf"\g<1>{now}", body)
        route.fulfill(body=body.replace('<main class="main"', f'{shown}<main class="main"'), content_type="text/html")

    def test_a_clock_has_gone_on_since(self, page):
        expect(page.locator("#due")).to_contain_text("late1:00:")

    def test_the_picture_is_as_old_as_it_was_kept(self, page):
        page.context.set_offline(True)
        page.locator("[data-lost]").wait_for(timeout=10_000)
        kept = timezone.localtime(clock.now() - timedelta(hours=2))
        assert page.locator("[data-lost] time").inner_text()[:3] == f"{kept:%H}:"
