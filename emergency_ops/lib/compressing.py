"""Pages go out compressed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """HTML only: static files are compressed once when they are collected, streams of events may not wait for a full buffer.

    Pages carry CSRF tokens. These are masked anew in every answer, and up to a hundred random bytes stand in the header of
    the compressed file, so that its length tells nobody what it holds (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
