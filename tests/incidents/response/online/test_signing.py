"""The signed address behind the emergency code."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from incidents.response.online import signing
from incidents.response.online.signing import BadCode, Claims

HOSTS = ["pay.example.cn"]
KEYS = {"k2": "new-secret", "k1": "old-secret"}
EXPIRES = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
CLAIMS = Claims("K7M4Q3XR", "310101-0001-03", "310101-0001", "all", "YJ-20261123-0001", EXPIRES)
UNSIGNED = (
    "https://pay.example.cn/e/K7M4Q3XR?t=310101-0001-03&s=310101-0001&v=all&i=YJ-20261123-0001&exp=1795492800&kid=k2"
)


def sign(claims=CLAIMS, *, base_url="https://pay.example.cn", keys=KEYS, allowed_hosts=HOSTS):
    return signing.signed_url(claims, base_url=base_url, keys=keys, allowed_hosts=allowed_hosts)


def verify(url, *, keys=KEYS, allowed_hosts=HOSTS, now=EXPIRES - timedelta(hours=1)):
    return signing.verify(url, keys=keys, allowed_hosts=allowed_hosts, now=now)


def reason(url, **changes):
    with pytest.raises(BadCode) as error:
        verify(url, **changes)
    return error.value.reason


def test_vector():
    digest = hmac.new(b"new-secret", UNSIGNED.encode(), hashlib.sha256).digest()
    expected = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert sign() == f"{UNSIGNED}&sig={expected}"


def test_vector_written_down():
    assert sign().endswith("&sig=lxqt2TBUdqxOOyGrVbhy3smUVJRjmhDiUh4W0U9525s")


def test_what_was_signed_is_read_back():
    assert verify(sign()) == CLAIMS


def test_chinese_services_survive():
    claims = Claims("K7M4Q3XR", "", "A 1", "水费&电费", "YJ-1", EXPIRES)
    assert verify(sign(claims)) == claims


def test_the_first_key_signs_and_an_older_one_still_verifies():
    old = sign(keys={"k1": "old-secret"})
    assert "kid=k1" in old
    assert verify(old) == CLAIMS


def test_a_key_that_was_taken_away_verifies_nothing():
    assert reason(sign(), keys={"k1": "old-secret"}) == "key"


@pytest.mark.parametrize(
    "change",
    [
        ("s=310101-0001", "s=310101-0002"),
        ("exp=1795492800", "exp=1895492800"),
        ("K7M4Q3XR", "K7M4Q3XT"),
        ("v=all", "v=drill"),
        ("kid=k2", "kid=k1"),
    ],
)
def test_any_change_breaks_the_signature(change):
    assert reason(sign().replace(*change)) == "signature"


def test_it_expires():
    assert reason(sign(), now=EXPIRES) == "expired"


@pytest.mark.parametrize("host", ["evil.example.cn", "pay.example.cn.evil.cn", "pay.example.cn@evil.cn"])
def test_other_hosts_are_refused(host):
    assert reason(sign().replace("pay.example.cn", host)) == "host"


@pytest.mark.parametrize("base_url", ["https://evil.cn", "http://pay.example.cn", "https://pay.example.cn@evil.cn"])
def test_nothing_is_signed_for_other_hosts(base_url):
    with pytest.raises(BadCode, match="host"):
        sign(base_url=base_url)


def test_nothing_is_signed_without_a_key():
    with pytest.raises(BadCode, match="key"):
        sign(keys={})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda url: url + "&t=other",
        lambda url: url.replace("&v=all", ""),
        lambda url: url.replace("&v=all", "&v=all&v=all"),
        lambda url: url + "#fragment",
        lambda url: "https://pay.example.cn/e/K7M4Q3XR",
        lambda url: "no address at all",
        lambda url: "https://[broken",
    ],
)
def test_other_forms_are_refused(spoil):
    assert reason(spoil(sign())) == "form"


def test_the_short_address_has_no_parameters():
    assert signing.short_url(sign()) == "pay.example.cn/e/K7M4Q3XR"


def test_codes_can_be_told_apart_on_paper():
    assert set(signing.new_code()) <= set(signing.ALPHABET)
    assert not set("0O1IL2Z5S8B") & set(signing.ALPHABET)
    assert len({signing.new_code() for _ in range(1000)}) == 1000
