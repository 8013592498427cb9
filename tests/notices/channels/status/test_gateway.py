"""The gateway in front of Django: what it keeps, and what it does when Django or the database fails."""

import gzip

import pytest
from django.db import OperationalError

from notices.channels.status import editions, files, gateway
from notices.channels.status.rules import Edition


class Application:
    """Counts what it is asked; answers with a body that names how often."""

    def __init__(self):
        self.asked = []
        self.status = "200 OK"

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        start_response(
            self.status, [("Content-Type", "text/html"), ("ETag", 'W/"a"'), ("Vary", "Cookie"), ("Set-Cookie", "a")]
        )
        return [f"page {len(self.asked)}".encode()]


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def time():
    return [0.0]


@pytest.fixture
def mark(monkeypatch):
    """mark[0] is the mark of the true edition; None: the database is down."""
    marks = ["m1"]

    def edition_at(now):
        if marks[0] is None:
            raise OperationalError
        return Edition(marks[0], None, 1)

    monkeypatch.setattr(editions, "edition_at", edition_at)
    monkeypatch.setattr(gateway, "close_old_connections", lambda: None)
    return marks


@pytest.fixture
def ask(application, time, mark):
    front = gateway.StatusGateway(application, timer=lambda: time[0])

    def get(path="/status/", method="GET", **environ):
        given = []
        body = front({"PATH_INFO": path, "REQUEST_METHOD": method, **environ}, lambda *said: given.append(said))
        status, headers = given[0][:2]
        return status, dict(headers), b"".join(body)

    return get


def test_a_page_is_asked_for_once(ask, application):
    assert ask()[2] == ask()[2] == b"page 1"
    assert len(application.asked) == 1


def test_a_change_is_seen_after_a_second(ask, time, mark):
    ask()
    mark[0] = "m2"
    assert ask()[2] == b"page 1"
    time[0] += 1.1
    assert ask()[2] == b"page 2"


def test_what_tells_visitors_apart_is_dropped(ask):
    headers = ask()[1]
    assert "Set-Cookie" not in headers
    assert headers["Vary"] == "Accept-Encoding"


def test_an_answer_is_packed_for_who_can_unpack(ask):
    _status, headers, body = ask(HTTP_ACCEPT_ENCODING="br, gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"page 1"


@pytest.mark.parametrize("known", ['W/"a"', '"a"', '"b", W/"a"', "*"])
def test_who_has_the_page_is_told_so(ask, known):
    status, _headers, body = ask(HTTP_IF_NONE_MATCH=known)
    assert (status, body) == ("304 Not Modified", b"")


def test_head_has_the_length_and_no_body(ask):
    _status, headers, body = ask(method="HEAD")
    assert (headers["Content-Length"], body) == ("6", b"")


def test_a_whole_page_is_kept_whatever_was_asked_first(ask, application):
    ask(method="HEAD", HTTP_IF_NONE_MATCH='"x"')
    assert ask()[2] == b"page 1"
    assert application.asked[0]["REQUEST_METHOD"] == "GET"
    assert "HTTP_IF_NONE_MATCH" not in application.asked[0]


@pytest.mark.parametrize(
    "request_", [{"method": "POST"}, {"path": "/statusx/"}, {"path": "/"}, {"QUERY_STRING": "q=a"}]
)
def test_everything_else_is_djangos(ask, application, request_):
    ask(**request_)
    ask(**request_)
    assert len(application.asked) == 2


def test_what_came_over_http_is_redirected_by_django_where_https_is_a_must(ask, application, settings):
    settings.SECURE_SSL_REDIRECT = True
    ask(**{"wsgi.url_scheme": "http"})
    ask(**{"wsgi.url_scheme": "http"})
    assert len(application.asked) == 2


def test_a_404_is_not_kept(ask, application):
    application.status = "404 Not Found"
    ask()
    assert ask()[2] == b"page 2"


def test_without_an_edition_nothing_is_kept(ask, application, mark):
    mark[0] = ""
    ask()
    assert ask()[2] == b"page 2"


def test_the_last_answer_stands_while_the_database_is_down(ask, application, time, mark):
    ask()
    mark[0], application.status = None, "500 Internal Server Error"
    time[0] += 10
    assert ask()[:3:2] == ("200 OK", b"page 1")


def test_the_last_answer_stands_where_a_new_one_fails(ask, application, time, mark):
    ask()
    mark[0], application.status = "m2", "500 Internal Server Error"
    time[0] += 10
    assert ask()[2] == b"page 1"


def test_the_copy_answers_where_nothing_else_can(ask, application, mark, home):
    files.replace(home, [("sites/a/index.html", b"copied")])
    mark[0], application.status = None, "500 Internal Server Error"
    status, headers, body = ask("/status/sites/a/")
    assert (status, body) == ("200 OK", b"copied")
    assert headers["Cache-Control"] == "no-cache"


def test_while_the_database_is_down_django_is_not_asked_for_what_the_copy_has(ask, application, mark, home):
    files.replace(home, [("index.html", b"copied")])
    mark[0] = None
    assert ask()[2] == b"copied"
    assert not application.asked


@pytest.mark.logs_errors
def test_an_application_that_breaks_is_a_500(ask, application, home, monkeypatch):
    monkeypatch.setattr(Application, "__call__", lambda *_: 1 / 0)
    assert ask()[0].startswith("500")
    files.replace(home, [("index.html", b"copied")])
    assert ask()[2] == b"copied"


@pytest.mark.parametrize("path", ["../secret.html", "sites/../../secret.html", "/etc/passwd", "none/"])
def test_the_copy_gives_out_nothing_else(ask, application, mark, home, path):
    files.replace(home, [("index.html", b"copied")])
    (home / "secret.html").write_text("secret")
    application.status = "500 Internal Server Error"
    assert ask(f"/status/{path}")[0].startswith("500")


def test_memory_is_bounded(ask, monkeypatch):
    monkeypatch.setattr(gateway, "MOST", 2)
    for number in range(4):
        ask(f"/status/{number}/")
    assert ask("/status/1/")[2] == b"page 2"
    assert ask("/status/3/")[2] == b"page 5"


def test_what_apps_hang_behind_an_address_changes_nothing(ask, application):
    ask(QUERY_STRING="from=singlemessage&isappinstalled=0")
    assert ask(QUERY_STRING="utm=1")[2] == b"page 1"
    assert application.asked[0]["QUERY_STRING"] == ""


@pytest.mark.parametrize("query", ["q=a", "x=1&%71=a", "q"])
def test_a_search_is_djangos(ask, application, query):
    ask(QUERY_STRING=query)
    ask(QUERY_STRING=query)
    assert [one["QUERY_STRING"] for one in application.asked] == [query, query]


def test_what_stands_at_any_address_takes_nobodys_place(ask, application, monkeypatch):
    monkeypatch.setattr(Application, "__call__", style_of_before)
    ask("/status/style.x.css")
    ask("/status/style.x.css")
    assert len(application.asked) == 2


def style_of_before(self, environ, start_response):
    self.asked.append(environ)
    start_response("200 OK", [("Content-Type", "text/css"), ("Cache-Control", "public, max-age=15")])
    return [b"a {}"]


def test_a_nul_finds_nothing_in_the_copy(ask, application, mark, home):
    files.replace(home, [("index.html", b"copied")])
    mark[0], application.status = None, "404 Not Found"
    assert ask("/status/\x00/")[0] == "404 Not Found"


def test_a_code_in_chinese_is_found_in_the_copy(ask, mark, home):
    files.replace(home, [("sites/甲/index.html", b"copied")])
    mark[0] = None
    assert ask("/status/sites/甲/".encode().decode("latin-1"))[2] == b"copied"


class Breaking:
    """An answer that breaks off."""

    closed = False

    def __iter__(self):
        yield b"half"
        raise ValueError

    def close(self):
        Breaking.closed = True


@pytest.mark.logs_errors
def test_an_answer_that_breaks_off_is_closed(ask, home, monkeypatch):
    monkeypatch.setattr(Application, "__call__", lambda *_: Breaking())
    assert ask()[0].startswith("500")
    assert Breaking.closed
