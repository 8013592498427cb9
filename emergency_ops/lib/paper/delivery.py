"""Answers with a finished document: its bytes, or one of its pages as a picture. Kept by browsers for a day, for they never change."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header

from emergency_ops.lib.caching import kept

from . import raster
from .queue import PrintedDocument, bytes_of

DAY: Final = 24 * 3600


def pdf(request: HttpRequest, document: PrintedDocument, file_name: Callable[[], str]) -> HttpResponseBase:
    """The bytes that were printed, never others. Shown in the browser, or with ?download=1 saved under a (Chinese) name."""
    etag = f'"{document.sha256}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    response = HttpResponse(bytes_of(type(document), document.pk), content_type="application/pdf")
    name = content_disposition_header("download" in request.GET, file_name())
    response["Content-Disposition"] = name or "inline"
    return _lasting(response, etag)


def picture(request: HttpRequest, document: PrintedDocument, number: int, size: str) -> HttpResponseBase:
    """A page (from 1) as a PNG of a size of raster.WIDTHS; raises Http404 for others."""
    if size not in raster.WIDTHS or not 1 <= number <= document.pages:
        raise Http404(number)
    etag = f'"{document.sha256}-{number}-{size}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    png = kept(f"paper-page:{etag}", DAY, lambda: _drawn(document, number, size))
    return _lasting(HttpResponse(png, content_type="image/png"), etag)


def _drawn(document: PrintedDocument, number: int, size: str) -> bytes:
    return raster.page_png(bytes_of(type(document), document.pk), number, raster.WIDTHS[size])


def _lasting(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=DAY)
    return response
