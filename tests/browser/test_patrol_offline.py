"""A round without a connection: nothing that was typed is lost, and everything arrives once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from incidents.monitoring.models import Warning
from incidents.monitoring.patrols.choices import Outcome
from incidents.monitoring.patrols.models import PatrolEntry, PatrolRound
from incidents.monitoring.patrols.recording import Author, Entry, record
from resources.attachments.models import Attachment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITEMS = 9
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def one(make_site, field_staff):
    now = clock.now()
    return PatrolRound.objects.create(
        site=make_site(terminals=2),
        token="ACDEFGHJKMNP",
        starts_at=now - timedelta(minutes=5),
        due_at=now + timedelta(minutes=25),
        ends_at=now + timedelta(minutes=115),
        assignee=field_staff,
    )


@pytest.fixture
def phone(visit, one, field_staff):
    """The round's page on a phone, kept by the service worker."""
    page = visit(field_staff, f"/patrols/rounds/{one.token}/", width=390)
    page.wait_for_selector("[data-patrol][data-kept]", timeout=20000)
    return page


def offline(page, off=True):
    page.context.set_offline(off)


def terminal(page, number):
    panel = page.locator(f"[data-terminal='310101-0001-{number:02d}']")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    return panel


def choose(panel, item, outcome):
    choice = panel.locator(f"[data-look$='/{item}'] input[value={outcome}]")
    choice.evaluate("one => one.scrollIntoView({ block: 'center' })")  # not below the bar at the lower edge
    choice.check(force=True)


def all_in_order(page, number):
    panel = terminal(page, number)
    panel.get_by_role("button", name="其余全部正常").click()
    panel.get_by_role("button", name="保存").click()
    page.wait_for_selector(f"[data-terminal='310101-0001-{number:02d}'][data-complete]")


def bar(page, state):
    page.wait_for_selector(f"[data-patrol-bar][data-state={state}]", timeout=20000)


def test_a_round_is_finished_without_a_connection_and_arrives_once(phone, one):
    offline(phone)
    panel = terminal(phone, 1)
    choose(panel, "printer", "finding")
    panel.locator("select[name^=fault-][name$=-printer]").select_option("PRT_INOP")
    panel.locator("input[name^=remark-][name$=-printer]").fill("卡纸后不出纸")
    photo = {"name": "photo.png", "mimeType": "image/png", "buffer": PIXEL}
    panel.locator("input[name^=photo-][name$=-printer]").set_input_files(photo)
    all_in_order(phone, 1)
    all_in_order(phone, 2)
    bar(phone, "offline")
    assert not PatrolEntry.objects.exists()

    phone.reload()
    phone.wait_for_selector("[data-patrol][data-ready]")
    assert phone.locator("[data-terminal][data-complete]").count() == 2
    bar(phone, "offline")

    offline(phone, off=False)
    bar(phone, "sent")
    phone.reload()
    bar(phone, "sent")
    assert PatrolEntry.objects.count() == 2 * ITEMS
    one.refresh_from_db()
    assert one.state == "done"
    assert Warning.objects.get().cause == "PRT_INOP"
    assert Attachment.objects.count() == 1


def test_an_answer_that_was_lost_on_the_way_back_is_not_taken_twice(phone):
    phone.route("**/patrols/sync/", lambda route: (route.fetch(), route.abort()))
    panel = terminal(phone, 1)
    choose(panel, "door", "ok")
    panel.get_by_role("button", name="保存").click()
    bar(phone, "offline")
    assert PatrolEntry.objects.count() == 1
    phone.unroute("**/patrols/sync/")
    phone.evaluate("dispatchEvent(new Event('online'))")
    bar(phone, "sent")
    assert PatrolEntry.objects.count() == 1


def test_half_typed_is_there_again_after_a_reload_without_a_connection(phone):
    offline(phone)
    panel = terminal(phone, 1)
    choose(panel, "screen", "finding")
    panel.locator("input[name^=remark-][name$=-screen]").fill("左下角触摸无反应")
    phone.wait_for_timeout(600)
    phone.reload()
    phone.wait_for_selector("[data-patrol][data-ready]")
    assert panel.locator("input[name^=remark-][name$=-screen]").input_value() == "左下角触摸无反应"
    assert panel.locator("[data-look$='/screen'] input[value=finding]").is_checked()


def test_when_the_session_is_over_one_logs_in_again_and_it_goes_on(phone, live_server, client, field_staff):
    phone.context.clear_cookies()
    panel = terminal(phone, 1)
    choose(panel, "door", "ok")
    panel.get_by_role("button", name="保存").click()
    bar(phone, "login")
    assert phone.get_by_role("link", name="重新登录").is_visible()
    phone.get_by_role("link", name="重新登录").click()
    phone.fill("input[name=login]", field_staff.username)
    phone.fill("input[name=password]", "correct-horse")
    phone.press("input[name=password]", "Enter")
    phone.wait_for_url(f"**{'/patrols/rounds/ACDEFGHJKMNP/'}")
    bar(phone, "sent")
    assert PatrolEntry.objects.get().person == field_staff


def test_somebody_else_who_logs_in_sends_nothing_of_it(phone, live_server, client, make_person):
    offline(phone)
    panel = terminal(phone, 1)
    choose(panel, "door", "ok")
    panel.get_by_role("button", name="保存").click()
    bar(phone, "offline")
    other = make_person("other", Role.FIELD_STAFF, regions=["310101"], name="钱三")
    client.force_login(other)
    cookie = client.cookies["sessionid"].value
    phone.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    offline(phone, off=False)
    bar(phone, "other")
    phone.reload()
    phone.wait_for_selector("[data-patrol-others]:not([hidden])")
    assert not PatrolEntry.objects.exists()


def test_what_is_refused_stays_and_says_why(phone, one):
    offline(phone)
    panel = terminal(phone, 2)
    choose(panel, "door", "ok")
    panel.get_by_role("button", name="保存").click()
    bar(phone, "offline")
    one.state = "cancelled"
    one.save()
    offline(phone, off=False)
    phone.wait_for_selector("[data-patrol-refused] li")
    assert "已取消" in phone.locator("[data-patrol-refused]").inner_text()
    phone.reload()
    phone.wait_for_selector("[data-patrol-refused] li")


def test_what_another_said_of_the_same_is_shown_beside(phone, one, make_person):
    offline(phone)
    panel = terminal(phone, 1)
    choose(panel, "door", "ok")
    panel.get_by_role("button", name="保存").click()
    other = make_person("other", Role.FIELD_STAFF, regions=["310101"], name="钱三")
    seen = Entry(uuid4(), one.token, "310101-0001-01", "door", Outcome.FINDING, clock.now(), "DOOR_OPEN")
    record([seen], author=Author(other, other), now=clock.now())
    offline(phone, off=False)
    bar(phone, "sent")
    said = panel.locator("[data-look$='/door'] [data-said]").inner_text()
    assert "钱三" in said
    assert PatrolEntry.objects.count() == 2


def test_a_label_is_found_without_a_connection(phone):
    offline(phone)
    phone.fill("#id_code", "https://ops.example/network/terminals/310101-0001-02/")
    phone.press("#id_code", "Enter")
    assert phone.locator("[data-terminal='310101-0001-02']").get_attribute("open") is not None


def test_my_rounds_keep_the_pages_of_the_rounds(visit, one, field_staff):
    page = visit(field_staff, "/patrols/mine/", width=390)
    page.wait_for_selector("[data-patrol][data-kept]", timeout=20000)
    offline(page)
    page.locator("[data-patrol-keep]").click()
    page.wait_for_selector("[data-patrol][data-ready]")
    assert page.locator("[data-terminal]").count() == 2


def log_in(page, live_server, client, person):
    client.force_login(person)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@pytest.fixture
def other(make_person):
    return make_person("other", Role.FIELD_STAFF, regions=["310101"], name="钱三")


def test_the_next_at_the_device_gets_nobody_elses_pages(phone, live_server, client, other):
    log_in(phone, live_server, client, other)
    phone.goto(f"{live_server.url}/patrols/mine/")
    phone.wait_for_selector("[data-patrol][data-kept]", timeout=20000)
    offline(phone)
    phone.goto(f"{live_server.url}/patrols/rounds/ACDEFGHJKMNP/")
    assert phone.get_attribute("[data-patrol]", "data-person") == str(other.pk)


def test_the_next_at_the_device_does_not_get_what_was_half_typed(phone, live_server, client, other):
    panel = terminal(phone, 1)
    choose(panel, "screen", "finding")
    panel.locator("input[name^=remark-][name$=-screen]").fill("左下角触摸无反应")
    phone.wait_for_timeout(600)
    log_in(phone, live_server, client, other)
    phone.reload()
    phone.wait_for_selector("[data-patrol][data-ready]")
    assert panel.locator("input[name^=remark-][name$=-screen]").input_value() == ""


def test_a_photo_that_is_refused_is_not_sent_over_and_over(phone):
    sent = []
    phone.on("request", lambda request: "/photo" in request.url and sent.append(request.url))
    panel = terminal(phone, 1)
    choose(panel, "printer", "finding")
    panel.locator("select[name^=fault-][name$=-printer]").select_option("PRT_INOP")
    broken = {"name": "photo.png", "mimeType": "image/png", "buffer": PIXEL[:40]}
    panel.locator("input[name^=photo-][name$=-printer]").set_input_files(broken)
    panel.get_by_role("button", name="保存").click()
    phone.wait_for_selector("[data-patrol-refused] li")
    for _ in range(3):
        phone.evaluate("dispatchEvent(new Event('online'))")
        phone.wait_for_timeout(300)
    assert len(sent) == 1


def test_where_nothing_can_be_kept_the_form_goes_to_the_server(phone):
    phone.evaluate("() => { window.patrols.add = () => Promise.reject(new Error('no room')); }")
    panel = terminal(phone, 1)
    choose(panel, "door", "ok")
    panel.get_by_role("button", name="保存").click()
    phone.wait_for_selector("text=已登记 1 项")
    assert PatrolEntry.objects.count() == 1


def test_while_the_server_is_down_behind_its_gateway_the_kept_page_is_shown(phone):
    phone.context.route("**/patrols/rounds/**", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    phone.reload()
    phone.wait_for_selector("[data-patrol][data-ready]")
    assert phone.locator("[data-terminal]").count() == 2
