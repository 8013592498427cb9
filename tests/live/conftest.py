"""Somebody who listens to the event stream."""

import http.client
import time
from urllib.parse import urlencode

import pytest

from .process import served_stream


class Listener:
    """One stream. status; event(seconds) is (name, data) of the next event or None, beats left out."""

    def __init__(self, port, cookie="", headers=(), **query):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        given = {"Cookie": f"sessionid={cookie}", **dict(headers)}
        self.connection.request("GET", f"/live/stream?{urlencode(query)}", headers=given)
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        if self.status == 200:
            assert self._read(5)[0] == "beat"

    def event(self, seconds=3.0):
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            found = self._read(left)
            if found is None or found[0] != "beat":
                return found
        return None

    def _read(self, seconds):
        self.connection.sock.settimeout(seconds)
        found = {}
        try:
            while line := self.answer.readline().decode():
                name, _, value = line.strip().partition(": ")
                if not name and "event" in found:
                    return found["event"], found.get("data", "")
                found[name.rstrip(":")] = value
        except TimeoutError:
            return None
        return "end", ""

    def close(self):
        self.connection.close()


@pytest.fixture(scope="module")
def running_stream(django_db_setup):
    with served_stream() as port:
        yield port


@pytest.fixture
def stream(running_stream, transactional_db):
    """Its port, and a database that it sees what is written to."""
    return running_stream


@pytest.fixture
def listen(stream, client):
    """listen(person, "topic", …): a stream of somebody who is logged in; person None: of nobody."""
    opened = []

    def open_stream(person, *topics, headers=(), **query):
        cookie = ""
        if person is not None:
            client.force_login(person)
            cookie = client.cookies["sessionid"].value
        opened.append(Listener(stream, cookie, headers, topics=",".join(topics), **query))
        return opened[-1]

    yield open_stream
    for one in opened:
        one.close()
