"""Until when a code holds, and which requests are scans."""

from datetime import timedelta

import pytest

from incidents.response.online import rules
from incidents.response.online.choices import CodeState
from tests.conftest import NOON

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0", "Sec-Fetch-Dest": "document"}
HOUR = timedelta(hours=1)


def test_holds_a_day_past_the_expected_end():
    assert rules.expires_at(NOON + HOUR, NOON) == NOON + HOUR + timedelta(hours=24)


@pytest.mark.parametrize("end", [None, NOON - HOUR])
def test_holds_three_days_where_the_end_is_not_known(end):
    assert rules.expires_at(end, NOON) == NOON + timedelta(hours=72)


def test_the_signed_address_is_short_lived():
    assert rules.signed_until(NOON + 10 * HOUR, NOON) == NOON + rules.SIGNED_FOR


def test_the_signed_address_never_outlives_the_code():
    assert rules.signed_until(NOON + timedelta(minutes=1), NOON) == NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("expires", "revoked", "state"),
    [
        (NOON + HOUR, None, CodeState.VALID),
        (NOON, None, CodeState.EXPIRED),
        (NOON + HOUR, NOON, CodeState.REVOKED),
        (NOON - HOUR, NOON, CodeState.REVOKED),
    ],
)
def test_state(expires, revoked, state):
    assert rules.state_of(expires, revoked, NOON) == state


@pytest.mark.parametrize(("text", "code"), [("k7m4q3xr", "K7M4Q3XR"), (" K7M4Q3XR ", "K7M4Q3XR")])
def test_a_code_may_be_typed_in_small_letters(text, code):
    assert rules.typed(text) == code


@pytest.mark.parametrize("text", ["", "K7M4Q3X", "K7M4Q3XRR", "K7M4Q3X0", "../admin", "K7M4Q3X\n"])
def test_what_cannot_be_a_code_is_not_looked_up(text):
    assert rules.typed(text) is None


def test_somebody_opening_the_page_is_a_scan():
    assert rules.is_scan("GET", PHONE)


def test_a_phone_whose_name_ends_in_bot_is_a_phone():
    assert rules.is_scan("GET", {**PHONE, "User-Agent": "Mozilla/5.0 (Linux; Android 13; CUBOT X70) Chrome/120.0"})


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {}),
        ("GET", {"User-Agent": ""}),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}),
        ("GET", {"User-Agent": "facebookexternalhit/1.1"}),
        ("GET", {"User-Agent": "curl/8.5"}),
        ("GET", {"Sec-Purpose": "prefetch;prerender"}),
        ("GET", {"Purpose": "preview"}),
        ("GET", {"Sec-Fetch-Dest": "image"}),
    ],
)
def test_a_look_ahead_or_a_machine_is_no_scan(method, headers):
    assert not rules.is_scan(method, {**PHONE, **headers})
