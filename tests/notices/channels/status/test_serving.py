"""How the pages are answered: alike for everybody, kept, validated."""

import pytest
from django.core.handlers import wsgi
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from notices.channels.status import gateway
from notices.content import actions
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
PATHS = ["/status/", "/status/en/", "/status/history/", "/status/atom.xml", "/status/?q=a", "/status/sites/none/"]


@pytest.fixture
def served(monkeypatch):
    """served("/status/", cookie="…"): the headers of an answer as the web server gives it, the gateway in front."""
    monkeypatch.setattr(gateway, "close_old_connections", lambda: None)
    monkeypatch.setattr(wsgi.signals.request_started, "send", lambda **_: None)
    front = gateway.StatusGateway(wsgi.WSGIHandler())

    def get(path, **headers):
        request = RequestFactory(headers=headers).get(path)
        given = []
        b"".join(front(request.environ, lambda status, headers, *_more: given.append(dict(headers))))
        return given[-1]

    return get


@pytest.mark.parametrize("path", PATHS)
def test_nobody_gets_a_cookie(served, told, incident, path):
    told(incident)
    headers = served(path, cookie="sessionid=abc")
    assert "Set-Cookie" not in headers
    assert headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.mark.parametrize("path", PATHS[:4])
def test_pages_may_be_kept_by_everybody_for_a_moment(client, path):
    assert client.get(path)["Cache-Control"].startswith("public, max-age=15")


@pytest.mark.parametrize("language", ["en", "zh-hans", "fr"])
def test_the_browsers_language_does_not_matter(client, told, incident, language):
    told(incident)
    response = client.get("/status/", headers={"accept-language": language})
    assert '<html lang="zh-Hans">' in response.content.decode()
    assert "目前有1起服务中断" in response.content.decode()


def test_a_signed_in_person_reads_the_same(client, told, incident, manager):
    told(incident)
    before = client.get("/status/").content
    client.force_login(manager)
    assert client.get("/status/").content == before


def test_head_has_no_body(client, told, incident):
    told(incident)
    response = client.head("/status/")
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize(("header", "validator"), [("if-none-match", "ETag"), ("if-modified-since", "Last-Modified")])
def test_who_has_the_page_is_told_so(client, told, incident, header, validator):
    told(incident)
    known = client.get("/status/")[validator]
    assert client.get("/status/", headers={header: known}).status_code == 304


def test_a_change_is_seen_at_once(client, told, incident, publisher):
    notice = told(incident)
    known = client.get("/status/")["ETag"]
    actions.withdraw(notice, actor=publisher, now=NOON, reason="写错")
    response = client.get("/status/", headers={"if-none-match": known})
    assert response.status_code == 200
    assert "服务中断</h1>" not in response.content.decode()


def test_a_page_is_made_once_an_edition(client, told, incident):
    told(incident)
    client.get("/status/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/status/")
    assert len(captured) == 1


def test_pages_come_without_the_caches_server(client, told, incident, without_cache):
    told(incident)
    assert "目前有1起服务中断" in client.get("/status/").content.decode()
    assert client.get("/status/?q=a").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_possible(client, method):
    assert getattr(client, method)("/status/").status_code == 405


def test_the_style_is_one_file_kept_for_ever(client, read):
    name = read("/status/").partition('rel="stylesheet" href="')[2].partition('"')[0]
    response = client.get(f"/status/{name}")
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]


def test_the_style_of_before_an_update_is_not_kept_for_ever(client):
    assert "immutable" not in client.get("/status/style.0123456789.css")["Cache-Control"]


@pytest.mark.parametrize("path", [*PATHS, "/faq/", "/faq/en/"])
def test_headers_are_plain_text_as_servers_demand(served, path):
    assert {type(value) for value in served(path).values()} == {str}
