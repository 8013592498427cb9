import pytest
from django.test import RequestFactory
from django.utils.translation import ngettext_lazy, override
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


@pytest.mark.parametrize(("count", "said"), [(1, "1 unfinished task cancelled."), (2, "2 unfinished tasks cancelled.")])
def test_the_words_of_a_refusal_follow_its_number(count, said):
    sentence = ngettext_lazy("取消%(count)s项未完成的任务。", "取消%(count)s项未完成的任务。", "count")
    with override("en"):
        assert str(Invalid("tasks", sentence, count=count)) == said


def test_other_errors_stay_with_the_framework():
    assert exception_handler(NotFound(), {}).status_code == 404


def test_pages_leave_other_errors_alone():
    middleware = RefusedMiddleware(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
