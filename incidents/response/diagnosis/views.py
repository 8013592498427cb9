"""Pages of remote commands: the panel of an incident, the fragment of a terminal, the list."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404, may, terminals_of
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb, is_allowed
from resources.network.access import terminal_or_404
from resources.network.models import Terminal
from resources.staff.access import person_of
from resources.staff.models import Person

from . import actions, queries
from .access import command_or_404, kinds_for
from .filters import CommandFilter
from .forms import CommandForm

#: terminals of an incident that can be ticked one by one
CHOOSABLE = 200
#: the panel stands beside other forms of the incident
IDS = "command-%s"

COLUMNS = (
    Column("queued", gettext_lazy("下发时间"), lambda row: row.queued_at, order="queued_at"),
    Column("terminal", gettext_lazy("终端编号"), lambda row: row.terminal.code, order="terminal__code"),
    Column("site", gettext_lazy("网点"), lambda row: row.terminal.site.name, order="terminal__site__pinyin", wide=True),
    Column("kind", gettext_lazy("指令"), display("kind"), order="kind"),
    Column("state", gettext_lazy("状态"), display("state"), order="state", template="diagnosis/cells/state.html"),
    Column(
        "incident", gettext_lazy("事件"), lambda row: row.incident and row.incident.number, order="incident__number"
    ),
    Column("by", gettext_lazy("下发人"), lambda row: str(row.requested_by or _("系统")), phone=False),
    Column("ended", gettext_lazy("结束时间"), lambda row: row.ended_at, order="ended_at", phone=False),
)


@require_safe
def commands(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=queries.listed_commands(person_of(request)),
        filterset_class=CommandFilter,
        columns=COLUMNS,
        template="diagnosis/list.html",
        title=_("远程指令"),
        export_name="commands",
        term="command",
        default_order="-queued_at",
        row_href=lambda row: reverse("incidents:command", args=[row.pk]),
        empty=Empty(_("还没有下发过远程指令"), _("在事件页或终端页的“远程诊断”中下发。"), "computer-desktop"),
    )


@require_safe
def command(request: HttpRequest, pk: int) -> HttpResponse:
    """One command with what the terminal said."""
    return render(request, "diagnosis/command.html", {"command": command_or_404(person_of(request), pk)})


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = command_or_404(person, pk)
    actions.cancel(found, actor=person, now=clock.now())
    toast(request, _("已取消远程指令。"))
    return redirect("incidents:command", pk=pk)


def of_incident(request: HttpRequest, number: str) -> HttpResponse:
    """The panel: a fragment for htmx, else a page. POST sends a command to the terminals that are ticked."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    return _panel(request, person, _IncidentPlace(incident, person))


def of_terminal(request: HttpRequest, code: str) -> HttpResponse:
    """The same for one terminal, without an incident."""
    person = person_of(request)
    return _panel(request, person, _TerminalPlace(terminal_or_404(person, code), person))


class _IncidentPlace:
    """Commands of an incident. `terminals`: (code, site's name, affected still), those affected still first."""

    def __init__(self, incident: Incident, person: Person) -> None:
        self.incident, self.person = incident, person
        self.url = reverse("incidents:diagnosis", args=[incident.number])
        self.may_send = may(person, Verb.DIAGNOSE) and is_allowed(incident.status, Verb.DIAGNOSE)

    @cached_property
    def terminals(self) -> list[tuple[str, str, bool]]:
        """Each once, in whichever of its periods it is affected."""
        rows = terminals_of(self.person, self.incident).order_by("-until", "terminal__code")
        found: dict[str, tuple[str, bool]] = {}
        for code, site, until in rows.values_list("terminal__code", "terminal__site__name", "until")[:CHOOSABLE]:
            found.setdefault(code, (site, until is None))
        return [(code, site, still) for code, (site, still) in found.items()]

    @property
    def still(self) -> int:
        """How many are affected still."""
        return terminals_of(self.person, self.incident).filter(until=None).count()

    def rows(self) -> list[Any]:
        return queries.of_incident(self.person, self.incident)

    def codes(self, request: HttpRequest) -> list[str]:
        """What is ticked, as far as it is the incident's; or all that are affected still."""
        wanted = Q(terminal__code__in=request.POST.getlist("terminal"))
        if request.POST.get("all"):
            wanted |= Q(until=None)
        return list(terminals_of(self.person, self.incident).filter(wanted).values_list("terminal__code", flat=True))


class _TerminalPlace:
    incident = None
    terminals: tuple[()] = ()

    def __init__(self, terminal: Terminal, person: Person) -> None:
        self.terminal, self.person = terminal, person
        self.url = reverse("incidents:diagnosis_of_terminal", args=[terminal.code])
        self.may_send = bool(kinds_for(person))

    def rows(self) -> list[Any]:
        return queries.of_terminal(self.person, self.terminal)

    def codes(self, request: HttpRequest) -> list[str]:
        return [self.terminal.code]


Place = _IncidentPlace | _TerminalPlace


def _panel(request: HttpRequest, person: Person, place: Place) -> HttpResponse:
    form = CommandForm(request.POST if request.method == "POST" else None, person=person, auto_id=IDS)
    if not form.is_bound:
        return _shown(request, place, form)
    if not form.is_valid():
        return _shown(request, place, form, status=400)
    now = clock.now()
    try:
        sent = actions.send(
            terminals=place.codes(request),
            actor=person,
            now=now,
            incident=place.incident,
            **form.given(now),
        )
    except Forbidden:
        raise
    except Refused as refusal:
        return _shown(request, place, form, refusal=refusal, status=refusal.status)
    said = ngettext("已向%(count)s台终端下发指令，等待答复。", "已向%(count)s台终端下发指令，等待答复。", len(sent)) % {
        "count": len(sent)
    }
    if _is_htmx(request):
        return _shown(request, place, CommandForm(person=person, auto_id=IDS), said=said)
    toast(request, said)
    return redirect(place.url)


def _shown(
    request: HttpRequest,
    place: Place,
    form: CommandForm,
    *,
    refusal: Refused | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """htmx swaps answers of status 200 only, so a refusal comes with that one there."""
    rows = place.rows()
    context = {
        "place": place,
        "rows": rows,
        "waiting": queries.any_waiting(rows),
        "form": form,
        "refusal": refusal,
        "said": said,
        "ticked": request.POST.getlist("terminal"),
    }
    if _is_htmx(request):
        part = "diagnosis/_rows.html" if request.htmx.target == "diagnosis-rows" else "diagnosis/_panel.html"  # type: ignore[attr-defined]
        return render(request, part, {**context, "whole": False})
    return render(request, "diagnosis/page.html", {**context, "whole": True}, status=status)


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
