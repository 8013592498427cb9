"""The HTTP client: one call, no redirect, small answers, no secrets in errors, and whether the request went out."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from incidents.escalation.channels.http import LARGEST_ANSWER, Trouble, masked, post


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
        elif self.path == "/large":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * (LARGEST_ANSWER + 5000))
        elif self.path == "/silent":
            self.server.quiet.wait(5)
        elif self.path == "/closed":
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errcode": 0}')

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.bodies, server.quiet = True, [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.quiet.set()
    server.shutdown()
    server.server_close()


def test_sends_chinese_as_utf_8_and_reads_the_object_in_the_answer(server):
    assert post(f"{server.url}/", json={"text": "离线"}).json() == {"errcode": 0}
    assert server.bodies == ['{"text": "离线"}'.encode()]


def test_a_redirect_is_not_followed(server):
    assert post(f"{server.url}/redirect", json={}).status == 302
    assert len(server.bodies) == 1


def test_a_large_answer_is_cut(server):
    assert len(post(f"{server.url}/large", json={}).body) == LARGEST_ANSWER


@pytest.mark.parametrize("path", ["/silent", "/closed"])
def test_without_an_answer_the_outcome_is_open(server, path):
    assert post(f"{server.url}{path}", json={}, timeout=0.3).trouble == Trouble.UNANSWERED


def test_where_nobody_listens_nothing_was_sent(server):
    server.shutdown()
    server.server_close()
    assert post(f"{server.url}/", json={}).trouble == Trouble.NOT_SENT


@pytest.mark.parametrize("url", ["ftp://example.cn/", "file:///etc/passwd", "nothing", "http://", "https://[::1"])
def test_other_addresses_are_refused(url):
    assert post(url, json={}).trouble == Trouble.REFUSED


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(server):
    answer = post(server.url.replace("http", "https"), json={}, timeout=2)
    assert (answer.trouble, server.bodies) == (Trouble.NOT_SENT, [])


@pytest.mark.parametrize(
    "text",
    [
        "ConnectError https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=topsecret",
        "https://oapi.dingtalk.com/robot/send?access_token=topsecret&timestamp=1",
        "https://open.feishu.cn/open-apis/bot/v2/hook/topsecret failed",
    ],
)
def test_secrets_in_addresses_are_masked(text):
    assert "topsecret" not in masked(text)


def test_named_secrets_are_masked_wherever_they_stand():
    assert masked("no such key topsecret!", ["topsecret", ""]) == "no such key ***!"


def test_a_header_that_cannot_be_sent_is_refused_and_nothing_goes_out(server):
    answer = post(server.url, json={}, headers={"Authorization": "密钥"})
    assert (answer.trouble, server.bodies) == (Trouble.REFUSED, [])
