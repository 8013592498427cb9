"""Templates are written beside what they would say for an incident."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from notices.content.choices import Language, NoticeKind
from notices.content.patterns import access, actions, presenting, queries
from notices.content.patterns.forms import EditForm, NewForm, TryForm
from notices.content.patterns.models import NoticeTemplate
from notices.content.patterns.rules import Features
from resources.staff.access import person_of
from resources.staff.models import Person


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """?from=ID: begins with the words of another template; otherwise with the general ones for an outage."""
    person = person_of(request)
    access.require_writer(person)
    return _write(request, person, NewForm(request.POST or None, initial=_copied(request, person)))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = access.template_or_404(person, pk)
    access.require_writer(person)
    initial = {"version": found.version, **queries.words_of(queries.version_of(found))}
    return _write(request, person, EditForm(request.POST or None, template=found, initial=initial))


@require_POST
def preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Fragment: what has been written so far, filled."""
    person = person_of(request)
    found = access.template_or_404(person, pk) if pk else None
    access.require_writer(person)
    form = EditForm(request.POST, template=found) if found else NewForm(request.POST)
    return render(request, "notices/patterns/_written.html", _previewed(request, person, form))


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """`number`: the version whose words are to hold again; `version`: the one that was shown."""
    person = person_of(request)
    found = access.template_or_404(person, pk)
    try:
        row = actions.restore(found, _int(request, "number"), seen=_int(request, "version"), actor=person, now=now())
    except Forbidden:
        raise
    except Refused as refusal:
        toast(request, str(refusal), messages.ERROR)
    else:
        toast(request, _("已恢复为第%(number)s版。") % {"number": row.version})
    return redirect("notice_templates:template", pk)


@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """`active`: 1 or 0."""
    person = person_of(request)
    found = access.template_or_404(person, pk)
    active = request.POST.get("active") == "1"
    try:
        actions.set_active(found, active, actor=person, now=now())
    except Forbidden:
        raise
    except Refused as refusal:
        toast(request, str(refusal), messages.ERROR)
    else:
        toast(request, _("模板已启用。") if active else _("模板已停用。"))
    return redirect("notice_templates:template", pk)


def _write(request: HttpRequest, person: Person, form: NewForm | EditForm) -> HttpResponse:
    asks_preview = "preview" in request.POST
    if form.is_bound and not asks_preview and form.is_valid():
        try:
            row = _save(form, person)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("模板已保存，第%(number)s版。") % {"number": row.version})
            return redirect("notice_templates:template", row.pk)
    context = {"form": form, "template": form.template, **_previewed(request, person, form)}
    failed = form.is_bound and not asks_preview
    return render(request, "notices/patterns/write.html", context, status=400 if failed else 200)


def _save(form: NewForm | EditForm, person: Person) -> NoticeTemplate:
    note = form.cleaned_data["note"]
    if isinstance(form, EditForm):
        seen = form.cleaned_data["version"]
        return actions.save(form.template, form.words(), seen=seen, actor=person, now=now(), note=note)
    return actions.create(form.pattern(), actor=person, now=now(), note=note)


def _previewed(request: HttpRequest, person: Person, form: NewForm | EditForm) -> dict[str, Any]:
    asked = TryForm(request.POST if request.method == "POST" else request.GET, person=person)
    kind, case, language = form.asked()
    shown = presenting.preview(form.written(), kind, case, language, asked.chosen(), now())
    return {"asked": asked, "preview": shown, "meanings": presenting.meanings(kind, case)}


def _copied(request: HttpRequest, person: Person) -> dict[str, Any]:
    text = request.GET.get("from", "")
    if not text:
        return dict(queries.best(Features(NoticeKind.ALERT, Language.ZH)).words)
    if not text.isdecimal() or len(text) > 9:
        raise Http404(text)
    found = access.template_or_404(person, int(text))
    chosen = {name: getattr(found, name) for name in ("kind", "language", "case", "cause", "scope")}
    return {**chosen, **queries.words_of(queries.version_of(found))}


def _int(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
