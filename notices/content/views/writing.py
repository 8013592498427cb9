"""Writing a notice: a form that begins with what the system would say."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404
from incidents.response.models import Incident
from notices.content import access, actions, drafting, facts, queries, registry
from notices.content.choices import NoticeKind
from notices.content.forms import MaintenanceForm, WordsForm, initial_of
from notices.content.models import Notice
from notices.content.told import FIELDS
from resources.staff.access import person_of
from resources.staff.models import Person


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """?incident=NUMBER&kind=alert|update|all_clear, or without an incident planned maintenance."""
    person = person_of(request)
    number = request.GET.get("incident", "").replace("\x00", "")
    incident = incident_or_404(person, number) if number else None
    access.require_author(person, _place(person, incident))
    kind = _kind(request, incident)
    form_class = WordsForm if incident else MaintenanceForm
    if "fill" in request.POST:
        form = _filled(request, person, kind)
    elif request.method == "POST":
        form = form_class(request.POST, person=person, kind=kind)
    else:
        form = form_class(person=person, kind=kind, initial=_proposed(incident, kind))
    if form.is_bound and "fill" not in request.POST and form.is_valid():
        try:
            notice = _draft(form, kind, incident, person)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("草稿已保存，请核对各渠道预览后提交审核。"))
            return redirect("content:notice", number=notice.number)
    return _page(request, form, {"incident": incident, "kind": NoticeKind(kind), "notice": None})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    notice = access.notice_or_404(person, number)
    access.require_author(person, notice.region_id)
    form = WordsForm(request.POST or None, person=person, notice=notice, initial=_current(notice))
    if form.is_bound and form.is_valid():
        try:
            _edit(form, notice, person)
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已保存为新的版本。"))
            return redirect("content:notice", number=number)
    return _page(request, form, {"incident": notice.incident, "kind": NoticeKind(notice.kind), "notice": notice})


def _page(request: HttpRequest, form: WordsForm, context: dict[str, Any]) -> HttpResponse:
    return render(request, "notices/content/write.html", {"form": form, **context}, status=400 if form.errors else 200)


def _kind(request: HttpRequest, incident: Incident | None) -> str:
    if incident is None:
        return NoticeKind.MAINTENANCE
    kind = request.GET.get("kind", "")
    if kind in (NoticeKind.ALERT, NoticeKind.UPDATE, NoticeKind.ALL_CLEAR):
        return kind
    if kind:
        raise Http404(kind)
    return NoticeKind.UPDATE if queries.issued_of(incident.pk) else NoticeKind.ALERT


def _place(person: Person, incident: Incident | None) -> str | None:
    if incident is not None:
        return incident.region_id
    return person.regions.values_list("pk", flat=True).first()


def _proposed(incident: Incident | None, kind: str) -> dict[str, Any]:
    outlets = [outlet.code for outlet in registry.outlets()]
    if incident is None:
        return {"outlets": outlets}
    standing = queries.issued_of(incident.pk)
    words = drafting.words_for(incident, kind, now(), before=standing.basis if standing else None)
    until = None if kind == NoticeKind.ALL_CLEAR else incident.expected_until
    return {**initial_of(words), "outlets": outlets, "expected_until": _local(until)}


def _filled(request: HttpRequest, person: Person, kind: str) -> WordsForm:
    """The form with the words that follow from the places and times entered; as it was where these are not right yet."""
    entered = MaintenanceForm(request.POST, person=person, kind=kind)
    entered.is_valid()
    given = entered.cleaned_data
    if not {"sites", "began_at", "expected_until"} <= given.keys() or not given["expected_until"]:
        return entered
    planned = facts.planned(
        given.get("region"), given["sites"], began=given["began_at"], until=given["expected_until"],
        work=given.get("work", ""),
    )  # fmt: skip
    data = request.POST.copy()
    for name, text in initial_of(drafting.words_for_maintenance(planned)).items():
        data[name] = text
    return MaintenanceForm(data, person=person, kind=kind)


def _current(notice: Notice) -> dict[str, Any]:
    texts = {text.language: {name: getattr(text, name) for name in FIELDS} for text in queries.newest_texts(notice)}
    return {
        **initial_of(texts), "version": notice.version, "outlets": notice.outlets,
        "expected_until": _local(notice.expected_until), "expires_at": _local(notice.expires_at),
    }  # fmt: skip


def _local(at: Any) -> Any:
    return timezone.localtime(at, timezone.get_default_timezone()) if at else None


def _draft(form: WordsForm, kind: str, incident: Incident | None, person: Person) -> Notice:
    given = form.cleaned_data
    places = {} if incident else {"region": given["region"], "sites": given["sites"], "began_at": given["began_at"]}
    return actions.draft(
        kind, form.words(), actor=person, now=now(), incident=incident, **_end(given), expires_at=given["expires_at"],
        outlets=given["outlets"], basis=facts.basis(incident, now()) if incident else None, **places,
    )  # fmt: skip


def _edit(form: WordsForm, notice: Notice, person: Person) -> None:
    given = form.cleaned_data
    actions.edit(
        notice, form.words(), actor=person, now=now(), seen=given["version"], outlets=given["outlets"], **_end(given),
        expires_at=given["expires_at"],
    )  # fmt: skip


def _end(given: dict[str, Any]) -> dict[str, Any]:
    """An end that was left empty is open."""
    until = given.get("expected_until")
    return {"expected_until": until, "open_end": until is None}
