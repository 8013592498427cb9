"""The sender against a real HTTP server that answers as the intake does, and sometimes does not."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from emergency_ops.simulator.sender import KeyRefused, Sender


@pytest.fixture
def intake():
    """A server: put statuses into .answers; what it took is in .taken."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = server.answers.pop(0) if server.answers else 200
            if status == 200:
                server.taken += batch
            body = json.dumps({"accepted": len(batch), "duplicates": 0, "rejected": []}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.answers, server.taken = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def sender(intake):
    sender = Sender(f"http://127.0.0.1:{intake.server_port}", "key")
    yield sender
    sender.close()


def test_reports_arrive_in_batches(sender, intake):
    sender.send([{"seq": n} for n in range(1200)])
    assert [r["seq"] for r in intake.taken] == list(range(1200))
    assert sender.totals["accepted"] == 1200


def test_what_a_failing_server_did_not_take_is_sent_again(sender, intake):
    intake.answers = [503]
    sender.send([{"seq": 1}])
    assert (len(sender.waiting), sender.trouble) == (1, "HTTP 503")
    sender.send([{"seq": 2}])
    assert [r["seq"] for r in intake.taken] == [1, 2]


def test_a_server_that_is_away_loses_nothing():
    sender = Sender("http://127.0.0.1:9", "key")
    sender.send([{"seq": 1}])
    assert len(sender.waiting) == 1


def test_a_refused_key_ends_the_play(sender, intake):
    intake.answers = [401]
    with pytest.raises(KeyRefused):
        sender.send([{"seq": 1}])
