"""The status page in front of Django: answers are kept in the process and handed out for as long as their edition is true.

Django's middleware costs more than all of a kept answer. Where the database or the application fails, the last answer
stands, else the file of the copy, which says from when it is.
"""

import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import structlog
from django.conf import settings
from django.db import Error, close_old_connections

from emergency_ops.lib import clock
from incidents.monitoring.intake.gateway import is_secure

from . import editions, files
from .rules import Edition

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX: Final = "/status/"
#: so often is asked whether something has changed
FRESH: Final = 1.0
#: so many pages are kept in a process
MOST: Final = 2000
#: what differs between visitors of the application, and not here
_PERSONAL: Final = frozenset({"vary", "set-cookie"})
_CONDITIONS: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_VARY: Final = ("Vary", "Accept-Encoding")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Held:
    """An answer as it was given, of an edition."""

    key: str
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str

    @cached_property
    def packed(self) -> bytes:
        """The body under gzip."""
        return gzip.compress(self.body, 6)

    def give(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        """200, or 304 to who has it, without a body to HEAD."""
        if self.etag and _has(environ.get("HTTP_IF_NONE_MATCH", ""), self.etag):
            start_response("304 Not Modified", [*self.headers, _VARY])
            return []
        zipped = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        body = self.packed if zipped else self.body
        coding = [("Content-Encoding", "gzip")] if zipped else []
        start_response(self.status, [*self.headers, _VARY, *coding, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


class StatusGateway:
    """`StatusGateway(get_wsgi_application())`."""

    def __init__(self, application: "WSGIApplication", timer: Callable[[], float] = time.monotonic) -> None:
        self.application = application
        self.timer = timer
        self._held: dict[str, Held] = {}
        self._making: set[str] = set()
        self._mutex = Lock()
        self._true: Edition | None = None
        self._asked_at = float("-inf")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self.application(environ, start_response)
        if not self._is_ours(environ):
            return self.application(_anonymous(environ), _impersonal(start_response))
        true = self._edition()
        held = self._held.get(path)
        if held is not None and (true is None or held.key == true.key or not self._begin(path)):
            return held.give(environ, start_response)
        try:
            return self._made(path, true, held, environ, start_response)
        finally:
            self._making.discard(path)

    def _is_ours(self, environ: "WSGIEnvironment") -> bool:
        """Reading; what apps hang behind an address that is passed on changes nothing. What is sent over HTTP where only HTTPS is taken is for Django to redirect."""
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and not _is_search(environ.get("QUERY_STRING", ""))
            and (not settings.SECURE_SSL_REDIRECT or is_secure(environ))
        )

    def _begin(self, path: str) -> bool:
        """Whether this request is the one that makes the page anew. The others get the last one meanwhile."""
        with self._mutex:
            if path in self._making:
                return False
            self._making.add(path)
        return True

    def _edition(self) -> Edition | None:
        """The edition, asked for once a second by whoever comes first; None where the database does not say."""
        if self.timer() - self._asked_at < FRESH:
            return self._true
        with self._mutex:
            if self.timer() - self._asked_at < FRESH:
                return self._true
            self._asked_at = self.timer()
        self._true = _ask()
        return self._true

    def _made(
        self,
        path: str,
        true: Edition | None,
        before: Held | None,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        stale = None if true else _from_copy(path)
        if stale is not None:
            return stale.give(environ, start_response)
        status, headers, body = _asked_of(self.application, environ, true)
        if status.startswith("5") and (stale := before or _from_copy(path)) is not None:
            log.warning("status.stale", path=path)
            return stale.give(environ, start_response)
        kept = [(name, value) for name, value in headers if name.lower() not in (*_PERSONAL, "content-length")]
        etag = next((value for name, value in kept if name.lower() == "etag"), "")
        made = Held(true.key if true else "", status, kept, body, etag)
        if status.startswith("200") and made.key and _is_worth_keeping(made):
            self._keep(path, made)
        return made.give(environ, start_response)

    def _keep(self, path: str, made: Held) -> None:
        with self._mutex:
            if len(self._held) >= MOST:
                self._held = {path: held for path, held in self._held.items() if held.key == made.key}
            if len(self._held) < MOST:
                self._held[path] = made


def _is_search(query: str) -> bool:
    return bool(query) and any(name == "q" for name, _value in parse_qsl(query, keep_blank_values=True))


def _is_worth_keeping(made: Held) -> bool:
    """A page, or the style of now; not what stands at any number of addresses."""
    return bool(made.etag) or any(name == "Cache-Control" and "immutable" in value for name, value in made.headers)


def _ask() -> Edition | None:
    close_old_connections()
    try:
        return editions.edition_at(clock.now())
    except Error as error:
        log.warning("status.no_database", error=type(error).__name__)
        return None
    finally:
        close_old_connections()


def _asked_of(
    application: "WSGIApplication", environ: "WSGIEnvironment", true: Edition | None
) -> tuple[str, list[tuple[str, str]], bytes]:
    """The whole page from the application, whatever part of it was asked for."""
    whole = (
        _anonymous(environ) | {"REQUEST_METHOD": "GET", "QUERY_STRING": ""} | ({editions.KNOWN: true} if true else {})
    )
    for name in _CONDITIONS:
        whole.pop(name, None)
    given: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
        given.append((status, headers))
        return lambda _data: None

    try:
        answer = application(whole, start)
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
    except Exception:
        log.exception("status.failed", path=whole["PATH_INFO"])
        return "500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")], b"500\n"
    status, headers = given[-1]
    return status, headers, body


def _anonymous(environ: "WSGIEnvironment") -> dict[str, Any]:
    """The request without what its sender is known by: nobody is logged in here, and nothing is looked up for anybody."""
    return {name: value for name, value in environ.items() if name not in ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE")}


def _impersonal(start_response: "StartResponse") -> Any:
    """The answer without what would tell caches that it differs between visitors."""

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        return start_response(status, [one for one in headers if one[0].lower() not in _PERSONAL], exc_info)

    return start


def _from_copy(path: str) -> Held | None:
    found = files.read(path.removeprefix(PREFIX).encode("latin-1", "replace").decode("utf-8", "replace"))
    if found is None:
        return None
    kind, body = found
    headers = [("Content-Type", kind), ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff")]
    return Held("", "200 OK", headers, body, "")


def _has(header: str, etag: str) -> bool:
    """Whether If-None-Match names this validator, compared weakly."""
    return header == "*" or etag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in header.split(","))
