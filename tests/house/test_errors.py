import pytest
from django.test import RequestFactory
from rest_framework.exceptions import NotFound

from emergency_ops.lib.api import exception_handler
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.middleware import RefusedMiddleware


@pytest.mark.parametrize(("kind", "status"), [(Refused, 409), (Invalid, 400), (Forbidden, 403)])
def test_a_refusal_has_its_status_in_the_api(kind, status):
    assert exception_handler(kind("x", "no"), {}).status_code == status


def test_a_refusal_tells_code_and_sentence():
    answer = exception_handler(Refused("closed", "事件 %(number)s 已关闭", number="YJ-1"), {})
    assert answer.data == {"code": "closed", "detail": "事件 YJ-1 已关闭"}


def test_other_errors_stay_with_the_framework():
    assert exception_handler(NotFound(), {}).status_code == 404


def test_pages_leave_other_errors_alone():
    middleware = RefusedMiddleware(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
