"""The network for programs."""

import pytest


@pytest.fixture
def api(client):
    def get(person, path, **query):
        client.force_login(person)
        return client.get(f"/api/v1/{path}", query)

    return get


def codes(response):
    return [row["code"] for row in response.json()["results"]]


def test_lists_hold_ones_own_regions(api, manager, make_site):
    make_site("310101-0001")
    make_site("320102-0001")
    assert codes(api(manager, "sites/")) == ["310101-0001"]
    assert codes(api(manager, "terminals/")) == ["310101-0001-01"]
    assert codes(api(manager, "regions/")) == ["310000", "310100", "310101", "310104"]


def test_the_filters_of_the_pages(api, manager, make_site):
    make_site("310101-0001")
    make_site("310104-0001", version="4.2.0")
    assert codes(api(manager, "terminals/", version="4.2.0")) == ["310104-0001-01"]
    assert codes(api(manager, "sites/", region="310104")) == ["310104-0001"]


def test_a_terminal(api, manager, terminal):
    found = api(manager, f"terminals/{terminal.code}/").json()
    assert (found["site"], found["region"], found["condition"]) == ("310101-0001", "310101", "unknown")


def test_somebody_elses_terminal_does_not_exist(api, outsider, terminal):
    assert api(outsider, f"terminals/{terminal.code}/").status_code == 404


def test_strangers_are_refused(client, site):
    assert client.get("/api/v1/sites/").status_code in {302, 401, 403}


@pytest.mark.parametrize("path", ["sites/", "terminals/", "regions/"])
def test_nothing_is_written_here(client, administrator, path):
    client.force_login(administrator)
    assert client.post(f"/api/v1/{path}", {}).status_code == 405


@pytest.mark.parametrize("path", ["sites/", "terminals/"])
@pytest.mark.parametrize("size", [2, 40])
def test_queries_do_not_grow_with_the_rows(client, commander, make_site, path, size, django_assert_num_queries):
    for number in range(1, size):
        make_site(f"310101-{number:04d}")
    client.force_login(commander)
    with django_assert_num_queries(8):
        client.get(f"/api/v1/{path}")
