"""Documents: their state, their pages as pictures, their bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.paper import delivery
from notices.printing import access, actions
from notices.printing.choices import Form, JobState
from notices.printing.layout import LAYOUTS
from notices.printing.models import PrintJob
from resources.staff.access import person_of


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    return _document(request, pk, "notices/document.html")


@require_safe
def document_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The changing part of the page, asked for again until the document is ready or has failed."""
    return _document(request, pk, "notices/_document.html")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    job = _ready_or_404(request, pk)
    return delivery.pdf(request, job, lambda: _file_name(job))


@require_safe
def page(request: HttpRequest, pk: int, number: int, size: str) -> HttpResponseBase:
    return delivery.picture(request, _ready_or_404(request, pk), number, size)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    job = access.job_or_404(person, pk)
    actions.retry(job, actor=person, now=now())
    toast(request, _("已重新排队，稍候即可预览。"))
    return redirect("notices:document", pk=job.pk)


def _document(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    person = person_of(request)
    job = access.job_or_404(person, pk)
    notices = list(job.notices.select_related("site", "notice").order_by("site__code"))
    context = {
        "job": job,
        "notices": [(notice, job.starts.get(notice.number)) for notice in notices],
        "pending": job.is_pending,
        "about": notices[0].notice if notices else None,
        "paper": LAYOUTS[job.form].paper,
        "may_print": access.may_print(person),
    }
    return render(request, template, context)


def _ready_or_404(request: HttpRequest, pk: int) -> PrintJob:
    job = access.job_or_404(person_of(request), pk)
    if job.state != JobState.READY:
        raise Http404(pk)
    return job


def _file_name(job: PrintJob) -> str:
    first = job.notices.select_related("notice").order_by("site__code")[0]
    form = "" if job.form == Form.A4 else f" {job.get_form_display()}"
    if len(job.starts) == 1:
        params = {"number": first.number, "site": first.facts["site"]["name"], "form": form}
        return _("公告 %(number)s %(site)s%(form)s.pdf") % params
    count, about = len(job.starts), job.incident or first.notice
    text = ngettext("公告 %(about)s%(form)s 共%(count)d份.pdf", "公告 %(about)s%(form)s 共%(count)d份.pdf", count)
    return text % {"about": about.number if about else "", "count": count, "form": form}
