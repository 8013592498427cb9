"""DRF glue: paging and the one place where refusals become JSON."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from .errors import Refused


class Page(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 500


def exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """{"code": …, "detail": translated sentence} with the refusal's status; DRF's own answer for the rest."""
    if isinstance(exception, Refused):
        return Response({"code": exception.code, "detail": str(exception)}, status=exception.status)
    return drf_exception_handler(exception, context)
