"""The buttons of a notice. Each calls one action."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from notices.content import access, actions
from notices.content.models import Notice
from notices.content.proposals import actions as proposals
from resources.staff.access import person_of
from resources.staff.models import Person

Act = Callable[[Notice, Person], object]


@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    return _move(
        request, number, lambda one, who: actions.submit(one, actor=who, now=now()), _("已提交，等待另一人审核。")
    )


@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    reason = _reason(request)
    return _move(
        request, number, lambda one, who: actions.send_back(one, actor=who, now=now(), reason=reason), _("已退回修改。")
    )


@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Approve the version shown; with `issue` set, issue it as well."""
    seen, at_once = _seen(request), "issue" in request.POST
    done = _("已批准并发布，请看投放情况。") if at_once else _("已批准，尚未发布。")
    return _move(
        request, number, lambda one, who: actions.approve(one, actor=who, now=now(), seen=seen, and_issue=at_once), done
    )


@require_POST
def issue(request: HttpRequest, number: str) -> HttpResponse:
    return _move(
        request, number, lambda one, who: actions.issue(one, actor=who, now=now()), _("已发布，请看投放情况。")
    )


@require_POST
def override(request: HttpRequest, number: str) -> HttpResponse:
    reason, seen = _reason(request), _seen(request)
    return _move(
        request, number, lambda one, who: actions.issue_in_emergency(one, actor=who, now=now(), reason=reason, seen=seen),
        _("已紧急发布，记录在案。"),
    )  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    reason = _reason(request)
    return _move(
        request, number, lambda one, who: actions.withdraw(one, actor=who, now=now(), reason=reason),
        _("已撤回，各渠道正在撤下。"),
    )  # fmt: skip


@require_POST
def rewrite(request: HttpRequest, number: str) -> HttpResponse:
    """Write a draft anew from its template and the facts as they are."""
    seen, done = _seen(request), _("已按最新情况重写，原来的文字留在上一版。")
    return _move(request, number, lambda one, who: proposals.rewrite(one, actor=who, now=now(), seen=seen), done)


@require_POST
def discard(request: HttpRequest, number: str) -> HttpResponse:
    reason = _reason(request)
    return _move(
        request, number, lambda one, who: actions.discard(one, actor=who, now=now(), reason=reason), _("已放弃该公告。")
    )


def _move(request: HttpRequest, number: str, act: Act, done: str) -> HttpResponse:
    """Act and come back to the notice. What is refused is said there; nothing of the notice is lost by it."""
    person = person_of(request)
    found = access.notice_or_404(person, number)
    try:
        act(found, person)
    except Forbidden:
        raise
    except Refused as refusal:
        toast(request, str(refusal), messages.ERROR)
    else:
        toast(request, done)
    return redirect("content:notice", number=number)


def _reason(request: HttpRequest) -> str:
    """Without what the database cannot hold."""
    return request.POST.get("text", "").replace("\x00", "")


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
