"""An incident of several regions: everybody sees it, each only their own sites of it."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Forbidden
from incidents.monitoring.choices import Scope
from incidents.response import actions
from resources.network.models import Site

NOW = now_clock.now
OURS, THEIRS = "310101-0301", "320102-0301"


@pytest.fixture
def shared(make_warning, make_site):
    sites = [make_site(OURS, terminals=2), make_site(THEIRS, terminals=2)]
    return actions.open_from_warning(make_warning(*sites, key="net:x", scope=Scope.NETWORK_WIDE), NOW())


@pytest.fixture
def read(client, field_staff, shared):
    """read("terminals/"): what somebody of Huangpu gets."""

    def get(part="", path=f"/incidents/{shared.number}/"):
        client.force_login(field_staff)
        answer = client.get(path + part)
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    return get


@pytest.mark.parametrize("part", ["", "live/", "terminals/", "terminals/?export=csv", "request-substitute/"])
def test_only_own_sites_are_shown(read, part):
    text = read(part)
    assert OURS in text
    assert THEIRS not in text


def test_the_api_names_only_own_sites(read, shared, commander):
    request(shared, commander, THEIRS)
    text = read(path=f"/api/v1/incidents/{shared.number}/")
    assert OURS in text
    assert THEIRS not in text


def test_a_substitute_elsewhere_is_not_shown(read, shared, commander):
    request(shared, commander, THEIRS)
    assert "3号窗口" not in read().split('id="incident-substitutes"')[1].split("</section>")[0]


def test_who_sees_everything_sees_both(client, commander, shared):
    client.force_login(commander)
    text = client.get(f"/incidents/{shared.number}/").content.decode()
    assert OURS in text
    assert THEIRS in text


def request(incident, actor, code):
    site = Site.objects.filter(code=code).first()
    return actions.request_substitute(incident, "counter", "3号窗口", actor=actor, now=NOW(), site=site)


@pytest.mark.parametrize("code", [THEIRS, ""], ids=["elsewhere", "whole"])
def test_nobody_asks_for_one_beyond_their_region(shared, field_staff, code):
    with pytest.raises(Forbidden):
        request(shared, field_staff, code)


@pytest.mark.parametrize("code", [THEIRS, ""], ids=["elsewhere", "whole"])
def test_nobody_lets_one_serve_beyond_their_region(shared, field_staff, commander, code):
    substitute = request(shared, commander, code)
    with pytest.raises(Forbidden):
        actions.serve_substitute(substitute, "0001", actor=field_staff, now=NOW())


def test_at_their_own_site_they_do(shared, field_staff):
    assert actions.serve_substitute(request(shared, field_staff, OURS), "0001", actor=field_staff, now=NOW()).site


def test_a_substitute_elsewhere_has_no_address(client, shared, field_staff, commander):
    client.force_login(field_staff)
    substitute = request(shared, commander, THEIRS)
    assert client.get(f"/incidents/{shared.number}/substitutes/{substitute.pk}/serve/").status_code == 404
