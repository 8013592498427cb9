"""Somewhere to search in: a hospital with terminals."""

import pytest

from emergency_ops.lib.searching import Query, search
from tests.notices.conftest import incident, make_incident, make_notice, policy_version

__all__ = ["incident", "make_incident", "make_notice", "policy_version"]


@pytest.fixture
def hospital(make_site):
    return make_site("310101-0007", terminals=2, name="黄浦区中心医院")


@pytest.fixture
def found(rf):
    """found(person, "hpq"): the titles by the name of the source."""

    def look(person, text):
        return {group.source.name: [hit.title for hit in group.hits] for group in search(person, Query(text))}

    return look
