"""Papers: waiting for one, its pages as pictures, its bytes."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.paper import delivery
from resources.staff.access import person_of

from . import access, actions
from .choices import PaperState
from .models import Paper
from .registry import type_of

#: pages shown as pictures; the PDF has all
_SHOWN: Final = 24


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper's page: waits until it is made, then shows it."""
    return _paper(request, pk, "papers/paper.html")


@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The changing part of the page, asked for again until the paper is ready or has failed."""
    return _paper(request, pk, "papers/_paper.html")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = _ready_or_404(request, pk)
    return delivery.pdf(request, found, lambda: f"{found.title}.pdf")


@require_safe
def page(request: HttpRequest, pk: int, number: int, size: str) -> HttpResponseBase:
    return delivery.picture(request, _ready_or_404(request, pk), number, size)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = access.paper_or_404(person, pk)
    actions.retry(found, actor=person, now=now())
    toast(request, _("已重新排队，稍候即可打印。"))
    return redirect("papers:paper", pk)


def _paper(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    person = person_of(request)
    found = access.paper_or_404(person, pk)
    context = {
        "paper": found,
        "shown": range(1, min(found.pages, _SHOWN) + 1),
        "hidden": max(0, found.pages - _SHOWN),
        "back": type_of(found.kind).back(found),
        "may_retry": access.may_retry(person),
    }
    return render(request, template, context)


def _ready_or_404(request: HttpRequest, pk: int) -> Paper:
    found = access.paper_or_404(person_of(request), pk)
    if found.state != PaperState.READY:
        raise Http404(pk)
    return found
