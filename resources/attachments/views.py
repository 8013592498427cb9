"""Attachments: their bytes, the small pictures of the list, hiding one."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of

from . import access
from .actions import hide as hide_attachment
from .choices import AttachmentKind
from .forms import HideForm
from .models import Attachment, AttachmentContent
from .registry import type_of

#: what a browser may show in its own page; all else is saved
_SHOWN: Final = frozenset({AttachmentKind.IMAGE, AttachmentKind.PDF})
_HOUR: Final = 3600


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes as they are kept. Pictures and PDF are shown unless ?download=1 asks for the file."""
    found = access.attachment_or_404(person_of(request), pk)
    etag = f'"{found.sha256}"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    data = AttachmentContent.objects.values_list("data", flat=True).get(pk=found.pk)
    saved = found.kind not in _SHOWN or "download" in request.GET
    return _answer(bytes(data), found.media_type, content_disposition_header(saved, found.name), etag)


@require_safe
def thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A small JPEG of a picture; 404 for what is none."""
    found = access.attachment_or_404(person_of(request), pk)
    etag = f'"{found.sha256}-small"'
    if not_modified := get_conditional_response(request, etag=etag):
        return not_modified
    data = AttachmentContent.objects.values_list("thumbnail", flat=True).get(pk=found.pk)
    if data is None:
        raise Http404(pk)
    return _answer(bytes(data), "image/jpeg", "inline", etag)


@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = access.attachment_or_404(person, pk)
    if not access.may_hide(person, found):
        raise Forbidden("not_yours", _("只有添加人和负责人可以隐藏这个附件。"))
    form = HideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            hide_attachment(found, reason=form.cleaned_data["reason"], actor=person, now=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("附件“%(name)s”已隐藏，仍保留在记录中。") % {"name": found.name})
            return redirect(_back(found))
    context = {"form": form, "attachment": found, "back": _back(found)}
    return render(request, "attachments/hide.html", context)


def _back(attachment: Attachment) -> str:
    subject = type_of(attachment.subject_kind)
    return subject.back(attachment.subject_id) if subject else "/"


def _answer(data: bytes, media_type: str, disposition: str | None, etag: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = disposition or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=_HOUR)
    return response
