"""The sound for urgent messages: off until somebody clicks, once a message, calm where motion is not wanted."""

import pytest

from emergency_ops.lib import clock
from incidents.escalation.models import OutboxMessage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNT_TONES = """() => {
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...times) { window.tones += 1; return start.apply(this, times); };
}"""
POLL = "() => htmx.ajax('GET', '/messages/unread/', {target: '.topbar__unread', swap: 'innerHTML'})"


@pytest.fixture
def tell(manager):
    def make(key, urgent=True):
        now = clock.now()
        OutboxMessage.objects.create(
            idempotency_key=key, channel="in_app", recipient=manager, subject_kind="x", subject_id=1, urgent=urgent,
            title="请A角接警", body="文", state="accepted", due_at=now, created_at=now, stop_on_acknowledgement=urgent,
        )  # fmt: skip

    return make


@pytest.fixture
def page(visit, manager):
    page = visit(manager, "/messages/")
    page.evaluate(COUNT_TONES)
    return page


def poll(page):
    page.evaluate(POLL)
    page.wait_for_timeout(300)


def test_is_silent_until_it_is_switched_on(page, tell):
    tell("m1")
    poll(page)
    assert page.evaluate("tones") == 0
    assert "【紧急消息】" not in page.title()


def test_sounds_once_for_a_new_urgent_message_and_the_title_says_so(page, tell):
    page.get_by_role("button", name="紧急提示音：关").click()
    proof = page.evaluate("tones")
    tell("m1")
    poll(page)
    assert page.title().startswith("【紧急消息】")
    sounded = page.evaluate("tones")
    poll(page)
    assert (proof, sounded, page.evaluate("tones")) == (2, 8, 8)
    assert page.complaints == []


def test_not_for_others(page, tell):
    page.get_by_role("button", name="紧急提示音：关").click()
    tell("m1", urgent=False)
    poll(page)
    assert page.evaluate("tones") == 2


def test_the_title_stays_still_where_motion_is_not_wanted(page, tell):
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="紧急提示音：关").click()
    tell("m1")
    poll(page)
    titles = {page.title() for _ in range(5) if page.wait_for_timeout(450) is None}
    assert len(titles) == 1
    assert titles.pop().startswith("【紧急消息】")


def test_is_remembered_on_the_device_and_can_be_switched_off(page):
    button = page.locator("[data-alarm]")
    button.click()
    page.reload()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
