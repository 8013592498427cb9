"""The fast way in: a WSGI function in front of Django's handler that takes the reports' address and passes on the rest.

A request that does nothing costs Django's middleware more than the intake costs the database.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings

from .endpoint import PATH, Answer, Request, answer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Gateway:
    """`Gateway(get_wsgi_application())`."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH:
            return self.application(environ, start_response)
        return respond(answer(request_of(environ)), start_response)


def request_of(environ: "WSGIEnvironment") -> Request:
    return Request(
        method=environ["REQUEST_METHOD"],
        stream=environ["wsgi.input"],
        length=environ.get("CONTENT_LENGTH", ""),
        chunked=bool(environ.get("wsgi.input_terminated")),
        content_type=environ.get("CONTENT_TYPE", ""),
        content_encoding=environ.get("HTTP_CONTENT_ENCODING", ""),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
        intake_key=environ.get("HTTP_X_INTAKE_KEY", ""),
        languages=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        welcome=not settings.SECURE_SSL_REDIRECT or is_secure(environ),
    )


def is_secure(environ: "WSGIEnvironment") -> bool:
    """As Django's `request.is_secure()` has it: the trusted proxy's word, else the server's."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if (said := environ.get(header)) is not None:
            return bool(said.split(",", 1)[0].strip() == secure)
    return bool(environ.get("wsgi.url_scheme") == "https")


def respond(given: Answer, start_response: "StartResponse") -> list[bytes]:
    body = given.body
    start_response(
        f"{given.status} {HTTPStatus(given.status).phrase}",
        [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *given.headers],
    )
    return [body]
