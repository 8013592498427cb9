"""Which code a notice shows: that of this system where the incident has one for the site."""

from datetime import timedelta

import pytest

from incidents.response.online.models import EmergencyCode
from notices.printing import actions
from tests.conftest import NOON


@pytest.fixture
def make_code(make_substitute, incident):
    online = []

    def make(site, code="K7M4Q3XR", **fields):
        online.append(make_substitute(incident, "online", site, place="微信公众号", hours=""))
        values = {"expires_at": NOON + timedelta(days=3), "created_at": NOON}
        return EmergencyCode.objects.create(code=code, substitute=online[-1], site=site, **{**values, **fields})

    return make


@pytest.fixture
def issue(incident, site, publisher):
    def now(at=NOON):
        return actions.issue(incident, [site], actor=publisher, now=at).notices.get()

    return now


def test_without_a_code_the_payment_pages_own_address_is_printed(issue):
    assert issue().facts["url"].startswith("https://pay.example.cn/e/")


def test_the_sites_code_is_printed(issue, make_code, site, settings):
    settings.SITE_URL = "https://ops.example.cn"
    make_code(site)
    assert issue().facts["url"] == "https://ops.example.cn/e/K7M4Q3XR"


def test_the_code_for_all_sites_will_do(issue, make_code):
    make_code(None)
    assert issue().facts["url"].endswith("/e/K7M4Q3XR")


def test_another_sites_code_will_not(issue, make_code, make_site):
    make_code(make_site("310104-0001"))
    assert issue().facts["url"].startswith("https://pay.example.cn/e/")


def test_asking_again_is_a_reprint(issue, make_code, site):
    make_code(site)
    assert issue() == issue(NOON + timedelta(minutes=5))


def test_a_new_code_gives_a_new_version(issue, make_code, site):
    before = issue()
    make_code(site)
    assert (before.version, issue().version) == (1, 2)


def test_what_was_printed_stays_when_its_code_is_revoked(issue, make_code, site):
    code = make_code(site)
    before = issue()
    EmergencyCode.objects.filter(pk=code.pk).update(revoked_at=NOON, revoked_for="更换")
    before.refresh_from_db()
    assert before.facts["url"].endswith("/e/K7M4Q3XR")


def test_a_dead_code_is_printed_as_one_that_tells_how_to_pay(issue, make_code, site):
    make_code(site, revoked_at=NOON, revoked_for="停用")
    facts = issue().facts
    assert facts["url"].endswith("/e/K7M4Q3XR")
    assert "扫码查询" in dict(facts["ways"])
    assert "扫码缴费" not in dict(facts["ways"])


def test_a_valid_code_goes_before_a_dead_one(issue, make_code, site):
    make_code(site)
    make_code(site, "TTTTTTTT", revoked_at=NOON, revoked_for="停用")
    assert issue().facts["url"].endswith("/e/K7M4Q3XR")
