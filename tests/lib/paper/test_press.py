"""The press: nothing is fetched, and the font must be there."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.checks import run_checks

from emergency_ops.lib.paper import fonts, press
from emergency_ops.lib.paper.printed import digest, identifier


@pytest.fixture
def listener():
    """The address of a server, and what was asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.logs_errors
def test_nothing_is_fetched(listener, tmp_path):
    address, asked = listener
    secret = tmp_path / "secret.css"
    secret.write_text("body { width: 1px }")
    source = f'<link rel="stylesheet" href="{secret.as_uri()}"><img src="{address}/x.png"><link rel="stylesheet" href="{address}/x.css">'
    press.paint(source, b"x")
    assert asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "https://example.cn/", "ftp://example.cn/"])
def test_the_fetcher_refuses_everything_but_data(url):
    with pytest.raises(ValueError, match="disallowed protocol"):
        press.NoFetching().fetch(url)


def test_a_missing_font_stops_the_start(monkeypatch):
    monkeypatch.setattr(fonts, "FAMILY", "No Such Family")
    assert [message.id for message in run_checks(tags=["compatibility"])] == ["paper.E001"]


def test_facts_are_named_by_what_they_say_and_not_by_their_order():
    assert digest({"a": 1, "b": "乙"}) == digest({"b": "乙", "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})
    assert len(identifier({"a": 1})) == 32
