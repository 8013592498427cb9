"""How many people an hour are affected."""

from dataclasses import replace

import pytest

from incidents.response.rules.users import TERMS_SHOWN, SiteLoad, estimate

#: 600 visitors in 10 hours; five terminals with 12 payments an hour each, one of them affected
SITE = SiteLoad(
    code="s",
    name="网点",
    daily_visitors=600,
    open_hours=10,
    terminals=5,
    affected=1,
    hourly_payments=60,
    affected_payments=12,
)


@pytest.mark.parametrize(
    ("site", "users"),
    [
        (SITE, 12),
        (replace(SITE, affected_payments=60), 60),
        (replace(SITE, daily_visitors=200), 4),
        (replace(SITE, daily_visitors=0), 12),
        (replace(SITE, hourly_payments=0, affected_payments=0), 12),
        (replace(SITE, hourly_payments=0, affected_payments=0, daily_visitors=0), 0),
        (replace(SITE, method_share=0.25), 3),
        (replace(SITE, affected_payments=99), 60),
    ],
)
def test_people_of_an_opening_hour(site, users):
    assert site.users == pytest.approx(users)


def test_sites_add_up_and_the_terms_are_kept():
    terms = estimate([SITE, replace(SITE, code="t", affected_payments=60)])
    assert (terms["users"], terms["sites"]) == (72, 2)
    assert [term["code"] for term in terms["terms"]] == ["t", "s"]


def test_only_the_largest_terms_are_stored():
    many = [replace(SITE, code=str(number)) for number in range(TERMS_SHOWN + 5)]
    assert len(estimate(many)["terms"]) == TERMS_SHOWN
