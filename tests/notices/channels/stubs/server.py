"""The HTTP server: it follows the plan, or asks what the vendor would do."""

import contextlib
import json
import socket
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from .wechat import WeChat
from .weibo import Weibo

#: DROP hangs up before anything is done; the AFTER ones do it and never say so
DROP, DROP_AFTER, HANG_AFTER = "drop", "drop after", "hang after"
GARBAGE, UNAVAILABLE = "garbage", "unavailable"


def code(number, words="as planned"):
    """An error of the vendor's in the way in which it says it."""
    return ("code", number, words)


@dataclass(frozen=True)
class Call:
    """A request. name: without /cgi-bin/, /2/ and .json. form: of the address and of a form; json: of a body that is JSON."""

    name: str
    form: dict
    json: dict


class PublicStubs(ThreadingHTTPServer):
    """polls: how often get says that a publication is under way. patience: how long HANG_AFTER hangs, in seconds.

    delay: how long every answer takes after the deed.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, port=0, *, polls=1, domain="", patience=2.0, delay=0.0, log=None):
        super().__init__(("127.0.0.1", port), _Handler)
        self.wechat, self.weibo = WeChat(polls), Weibo(domain)
        self.patience, self.delay, self.log = patience, delay, log
        self.plans, self.calls, self.unanswered = defaultdict(list), [], 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that was killed is no error."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def addresses(self):
        """For settings.PUBLIC_CHANNEL_ADDRESSES."""
        return {"wechat": self.url, "weibo": self.url}

    @property
    def articles(self):
        """What can be read on WeChat."""
        return [one for one in self.wechat.articles.values() if not one["is_deleted"]]

    @property
    def statuses(self):
        """What can be read on Weibo."""
        return list(self.weibo.statuses.values())

    def plan(self, name, *replies):
        self.plans[name] += replies

    def called(self, name):
        return [call for call in self.calls if call.name == name]

    def decide(self, call):
        """(HTTP status, body) or None for hanging up, and how long to wait before it."""
        with self.lock:
            self.calls.append(call)
            if self.log:
                print(json.dumps({"call": call.name, "json": call.json}, ensure_ascii=False), file=self.log, flush=True)
            planned = self.plans[call.name].pop(0) if self.plans[call.name] else None
            vendor = self.weibo if self.weibo.knows(call.name) else self.wechat
            if isinstance(planned, tuple):
                return vendor.error(planned[1], planned[2]), 0
            if planned == DROP:
                return None, 0
            if planned in (GARBAGE, UNAVAILABLE):
                return (200, b"<html>proxy</html>") if planned == GARBAGE else (503, b"unavailable"), 0
            done = vendor.answer(call)
            return (None if planned == DROP_AFTER else done), (self.patience if planned == HANG_AFTER else 0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self._serve()

    def do_GET(self):
        self._serve()

    def _serve(self):
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        form = dict(parse_qsl(parts.query, keep_blank_values=True))
        is_json = "json" in self.headers.get("Content-Type", "")
        if not is_json:
            form |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        name = parts.path.removeprefix("/cgi-bin/").removeprefix("/2/").lstrip("/").removesuffix(".json")
        reply, wait = self.server.decide(Call(name, form, json.loads(body) if is_json else {}))
        self.server.unanswered += 1
        time.sleep(wait + self.server.delay)
        self.server.unanswered -= 1
        if reply is None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._reply(*reply)

    def _reply(self, status, body):
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(content)

    def log_message(self, *args):
        """The server's log is the list of calls."""
