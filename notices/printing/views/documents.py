"""Documents: their state, their pages as pictures, their bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib.caching import kept
from emergency_ops.lib.clock import now
from emergency_ops.lib.middleware import toast
from notices.printing import access, actions, queries, raster
from notices.printing.choices import JobState
from notices.printing.models import PrintJob
from resources.staff.access import person_of

DAY = 24 * 3600


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    return _document(request, pk, "notices/document.html")


@require_safe
def document_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The changing part of the page, asked for again until the document is ready or has failed."""
    return _document(request, pk, "notices/_document.html")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes that were printed, never others. Shown in the browser, or with ?download=1 saved under a Chinese name."""
    job = _ready_or_404(request, pk)
    etag = f'"{job.sha256}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    response = HttpResponse(_bytes(job), content_type="application/pdf")
    response["ETag"] = etag
    name = content_disposition_header("download" in request.GET, _file_name(job))
    response["Content-Disposition"] = name or "inline"
    patch_cache_control(response, private=True, max_age=DAY)
    return response


@require_safe
def page(request: HttpRequest, pk: int, number: int, size: str) -> HttpResponseBase:
    """A page as a picture. Kept for a day: the bytes behind it never change."""
    job = _ready_or_404(request, pk)
    if size not in raster.WIDTHS or not 1 <= number <= job.pages:
        raise Http404(number)
    etag = f'"{job.sha256}-{number}-{size}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    picture = kept(f"notice-page:{etag}", DAY, lambda: _picture(job, number, size))
    response = HttpResponse(picture, content_type="image/png")
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=DAY)
    return response


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
    notices = job.notices.select_related("site").order_by("site__code")
    context = {
        "job": job,
        "notices": [(notice, job.starts.get(notice.number)) for notice in notices],
        "pending": job.state in queries.PENDING,
        "may_print": access.may_print(person),
    }
    return render(request, template, context)


def _ready_or_404(request: HttpRequest, pk: int) -> PrintJob:
    job = access.job_or_404(person_of(request), pk)
    if job.state != JobState.READY:
        raise Http404(pk)
    return job


def _bytes(job: PrintJob) -> bytes:
    return bytes(PrintJob.objects.values_list("pdf", flat=True).get(pk=job.pk) or b"")


def _picture(job: PrintJob, number: int, size: str) -> bytes:
    return raster.page_png(_bytes(job), number, raster.WIDTHS[size])


def _file_name(job: PrintJob) -> str:
    if len(job.starts) == 1:
        notice = job.notices.get()
        return _("公告 %(number)s %(site)s.pdf") % {"number": notice.number, "site": notice.facts["site"]["name"]}
    count = len(job.starts)
    text = ngettext("公告 %(incident)s 共%(count)d份.pdf", "公告 %(incident)s 共%(count)d份.pdf", count)
    return text % {"incident": job.incident.number, "count": count}
