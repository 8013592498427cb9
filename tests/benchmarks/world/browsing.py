"""A browser without a network: requests straight into the application that serves in production."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from resources.staff.models import Person


@dataclass(frozen=True, slots=True)
class Answer:
    """wall, cpu: seconds in this process until the last byte; what the database takes is in `wall` alone."""

    status: int
    kind: str
    body: bytes
    wall: float
    cpu: float

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.kind.startswith("text/html")


class Browser:
    """Signed in as a person; without one, as a stranger."""

    def __init__(self, application: Any, person: Person | None = None) -> None:
        self.application = application
        self.cookie = f"sessionid={_session(person)}" if person else ""

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query.encode().decode("latin-1"),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT_LANGUAGE": "zh-CN",
            "HTTP_USER_AGENT": "Mozilla/5.0",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        } | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
        said: dict[str, Any] = {}

        def start(status: str, sent: list[tuple[str, str]], _error: Any = None) -> None:
            said.update(status=int(status[:3]), kind=dict(sent).get("Content-Type", ""))

        began, used = time.perf_counter(), time.process_time()
        parts = self.application(environ, start)
        body = b"".join(parts)
        wall, cpu = time.perf_counter() - began, time.process_time() - used
        if hasattr(parts, "close"):
            parts.close()
        return Answer(said["status"], said["kind"], body, wall, cpu)


def _session(person: Person) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)
