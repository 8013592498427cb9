"""The HTTP server: it checks, follows the plan, counts, and writes down what it took."""

import contextlib
import json
import socket
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from . import vendors
from .vendors import Call, Reply

#: what may be planned for a call
ACCEPT, THROTTLE, BAD_KEY = "accept", "throttle", "bad key"
SERVER_ERROR, UNAVAILABLE, GARBAGE = "server error", "unavailable", "garbage"
#: DROP hangs up before anything is taken; the AFTER ones take the message and never say so
DROP, DROP_AFTER, TIMEOUT_AFTER = "drop", "drop after", "time out after"
#: errors inside HTTP 200 (or what the vendor does) with a code of one's own: ("code", 60011)
CST = ZoneInfo("Asia/Shanghai")
RECEIPT_FIELDS = {"waiting": 1, "failed": 2, "delivered": 3}


@dataclass(frozen=True)
class Taken:
    """A message that was accepted."""

    vendor: str
    key: str
    text: str
    at: float
    call: Call


class StubServer(ThreadingHTTPServer):
    """All vendors on one port. limits: enforce the vendors' own rates. patience: how long a planned time-out lasts, delay: how
    long every answer takes after the message was taken, in seconds.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, port=0, *, limits=False, patience=3.0, delay=0.0, log=None):
        super().__init__(("127.0.0.1", port), _Handler)
        self.limits, self.patience, self.delay, self.log = limits, patience, delay, log
        self.unanswered = 0
        self.plans = defaultdict(list)
        self.calls = []
        self.messages = []
        self.receipts = {}
        self.receipt = "delivered"
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that was killed is no error."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def addresses(self):
        """For settings.CHANNEL_ADDRESSES."""
        return dict.fromkeys(("wecom", "dingtalk", "feishu", "sms"), self.url)

    def plan(self, vendor, *replies):
        self.plans[vendor] += replies

    def taken(self, vendor=None):
        return [one for one in self.messages if vendor in (None, one.vendor)]

    def texts(self, vendor):
        return [one.text for one in self.taken(vendor)]

    def counts(self):
        """How often each idempotency key was accepted."""
        return Counter((one.vendor, one.key) for one in self.messages)

    def decide(self, call):
        """(reply or None for hanging up, seconds to wait before it)."""
        refusal = vendors.refusal(call)
        with self.lock:
            self.calls.append(call)
            planned = self.plans[call.vendor].pop(0) if self.plans[call.vendor] and not _is_query(call) else ACCEPT
            if refusal is not None:
                return refusal, 0
            if _is_query(call):
                return Reply(200, self._details(call)), 0
            if planned == ACCEPT and self._is_too_fast(call):
                planned = THROTTLE
            return self._carry_out(planned, call)

    def _carry_out(self, planned, call):
        if planned in (ACCEPT, DROP_AFTER, TIMEOUT_AFTER):
            self._take(call)
        accepted = vendors.accepted(call.vendor, len(self.messages))
        if isinstance(planned, tuple):
            return Reply(200, _with_code(call.vendor, planned[1])), 0
        return {
            ACCEPT: (accepted, 0),
            THROTTLE: (vendors.throttled(call.vendor), 0),
            BAD_KEY: (vendors.bad_key(call.vendor), 0),
            SERVER_ERROR: (Reply(500, b"internal error"), 0),
            UNAVAILABLE: (Reply(503, b"unavailable"), 0),
            GARBAGE: (Reply(200, b"<html>proxy says hello</html>"), 0),
            DROP: (None, 0),
            DROP_AFTER: (None, 0),
            TIMEOUT_AFTER: (accepted, self.patience),
        }[planned]

    def _take(self, call):
        key = call.query.get("OutId") or call.headers.get("idempotency-key", "")
        taken = Taken(call.vendor, key, vendors.text_of(call), time.time(), call)
        if call.vendor == "webhook" and any(one.key == key for one in self.messages if one.vendor == "webhook"):
            return
        self.messages.append(taken)
        if call.vendor == "sms":
            self.receipts[key] = (call, len(self.messages))
        if self.log:
            line = {"at": datetime.now(CST).isoformat(), "vendor": call.vendor, "key": key, "text": taken.text}
            print(json.dumps(line, ensure_ascii=False), file=self.log, flush=True)

    def _is_too_fast(self, call):
        if not self.limits or call.vendor not in vendors.LIMITS:
            return False
        number, seconds = vendors.LIMITS[call.vendor]
        recent = [one for one in self.messages if one.vendor == call.vendor and one.at > time.time() - seconds]
        return len(recent) >= number

    def _details(self, call):
        """QuerySendDetails: what was sent to the number on the day."""
        lines = [
            {
                "OutId": key,
                "PhoneNum": sent.query["PhoneNumbers"],
                "SendStatus": RECEIPT_FIELDS[self.receipt],
                "ErrCode": "DELIVERED" if self.receipt == "delivered" else "UNKNOWN_NUMBER",
                "TemplateCode": sent.query["TemplateCode"],
                "SendDate": "2026-11-28 18:00:00",
                "ReceiveDate": "2026-11-28 18:00:05",
            }
            for key, (sent, _number) in self.receipts.items()
            if sent.query["PhoneNumbers"] == call.query["PhoneNumber"]
        ]
        return {
            "Code": "OK",
            "Message": "OK",
            "TotalCount": len(lines),
            "SmsSendDetailDTOs": {"SmsSendDetailDTO": lines},
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length") or 0))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        vendor = vendors.vendor_of(parts.path, query, headers)
        if vendor is None:
            self._reply(Reply(404, b"nobody here"))
            return
        reply, wait = self.server.decide(Call(vendor, parts.path, query, parts.query, headers, body))
        self.server.unanswered += 1
        time.sleep(wait + self.server.delay)
        self.server.unanswered -= 1
        if reply is None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._reply(reply)

    def _reply(self, reply):
        content = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """The server's log is the list of messages."""


def _is_query(call):
    return call.headers.get("x-acs-action") == "QuerySendDetails"


def _with_code(vendor, code):
    names = {"feishu": ("code", "msg"), "sms": ("Code", "Message")}.get(vendor, ("errcode", "errmsg"))
    return {names[0]: code, names[1]: "as planned"}
