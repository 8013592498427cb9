"""My rounds, the list of all, one round, and what is recorded on it."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import Role
from incidents.monitoring.patrols import access, queries
from incidents.monitoring.patrols.arriving import arrive
from incidents.monitoring.patrols.choices import OPEN_STATES, EntrySource
from incidents.monitoring.patrols.filters import RoundFilter
from incidents.monitoring.patrols.forms import PaperForm, answers_of, retype
from incidents.monitoring.patrols.models import PatrolRound
from incidents.monitoring.patrols.papers import order_sheet
from incidents.monitoring.patrols.photos import add_photo
from incidents.monitoring.patrols.recording import REFUSED, Author, record
from resources.network.access import terminal_or_404
from resources.staff.access import person_of
from resources.staff.models import Person
from resources.staff.queries_acting import upwards

LONGEST = 200
COLUMNS = [
    Column("site", gettext_lazy("网点"), lambda one: one.site.name, order="site__pinyin", wide=True),
    Column("region", gettext_lazy("区域"), lambda one: one.site.region.name, order="site__region_id", phone=False),
    Column("starts", gettext_lazy("计划时间"), lambda one: one.starts_at, order="starts_at"),
    Column("due", gettext_lazy("应于"), lambda one: one.due_at, order="due_at"),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda one: one.state,
        order="state",
        template="patrols/cells/state.html",
        export=display("state"),
    ),
    Column("person", gettext_lazy("巡检人"), lambda one: str(one.assignee or ""), order="assignee__name"),
    Column("finished", gettext_lazy("完成"), lambda one: one.finished_at, order="finished_at"),
    Column("wrong", gettext_lazy("问题"), lambda one: one.wrong, order="wrong", numeric=True),
]


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The rounds of whoever looks, what others have that is due, and what is done."""
    person, now = person_of(request), clock.now()
    context = {
        "now": now,
        "mine": queries.my_rounds(person, now),
        "done": queries.done_today(person, now),
        "others": queries.others_rounds(person, now),
        "may_arrange": access.may_arrange(person),
    }
    return render(request, "patrols/mine.html", context)


@require_safe
def rounds(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=queries.listed_rounds(request.user),
        filterset_class=RoundFilter,
        columns=COLUMNS,
        template="patrols/rounds.html",
        title=_("巡检记录"),
        export_name="patrol_rounds",
        term="patrol",
        default_order=("waits_until", "-starts_at"),
        row_href=lambda one: reverse("patrols:round", args=[one.token]),
        context={"may_arrange": access.may_arrange(request.user)},
        empty=Empty(
            gettext_lazy("还没有巡检"), gettext_lazy("系统按网点的营业时间和间隔，提前 12 小时列出巡检。"), "map"
        ),
    )


@require_safe
def round_page(request: HttpRequest, token: str) -> HttpResponse:
    """The round with a checklist for each terminal; ?code= the terminal whose label was scanned or typed, ?site= the site's."""
    person = person_of(request)
    one = access.round_or_404(person, token)
    context = _context(person, one, request.GET.get("code", ""))
    context["scanned_site"] = context["is_open"] and request.GET.get("site", "") == one.site.code
    return render(request, "patrols/round.html", context)


@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """A form of the round's page, from a browser that does not keep entries itself."""
    person, now = person_of(request), clock.now()
    one = access.round_or_404(person, token)
    access.require_recorder(person, one.site)
    sheets = queries.sheets_of(one)
    entries = list(answers_of(request.POST, one, sheets, now))
    answers = record(entries, author=Author(person, person), now=now)
    for entry, result in zip(entries, answers, strict=True):
        terminal = next(sheet.terminal.pk for sheet in sheets if sheet.terminal.code == entry.terminal)
        photo = request.FILES.get(f"photo-{terminal}-{entry.item}")
        if photo is not None and result.status != REFUSED:
            add_photo(entry.uuid, photo, actor=person, now=now)
    refused = [result.reason for result in answers if result.status == REFUSED]
    if refused or not entries:
        raise Refused("answers_refused", " ".join(refused) or gettext_lazy("请先选择检查结果。"))
    toast(request, ngettext("已登记 %(count)d 项。", "已登记 %(count)d 项。", len(entries)) % {"count": len(entries)})
    return redirect("patrols:round", one.token)


@require_POST
def arrived(request: HttpRequest, token: str) -> HttpResponse:
    """The site's label was scanned."""
    person = person_of(request)
    one = access.round_or_404(person, token)
    arrive(one, actor=person, now=clock.now())
    toast(request, _("已登记到场。"))
    return redirect("patrols:round", one.token)


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Typing in what came back on paper; for somebody else than went round, too."""
    person, now = person_of(request), clock.now()
    one = access.round_or_404(person, token)
    access.require_recorder(person, one.site)
    initial = {"person": one.assignee_id or person.pk, "seen_at": min(one.due_at, now)}
    form = PaperForm(request.POST or None, initial=initial, people=_people(one, person), now=now)
    sheets, refused = queries.sheets_of(one), []
    if request.method == "POST" and form.is_valid():
        author = Author(form.cleaned_data["person"], person, EntrySource.PAPER)
        entries = list(answers_of(request.POST, one, sheets, form.cleaned_data["seen_at"]))
        answers = record(entries, author=author, now=now)
        refused = [(entry, result) for entry, result in zip(entries, answers, strict=True) if result.status == REFUSED]
        if entries and not refused:
            toast(
                request,
                ngettext("已补录 %(count)d 项。", "已补录 %(count)d 项。", len(entries)) % {"count": len(entries)},
            )
            return redirect("patrols:round", one.token)
        if not entries:
            form.add_error(None, _("请至少勾选一项检查结果。"))
    retype(request.POST, sheets)
    context = {"round": one, "form": form, "sheets": sheets, "refused": refused}
    return render(request, "patrols/paper.html", context)


@require_POST
def print_sheet(request: HttpRequest, token: str) -> HttpResponse:
    person = person_of(request)
    one = access.round_or_404(person, token)
    return redirect("papers:paper", order_sheet(one, actor=person, now=clock.now()).pk)


@require_safe
def of_terminal(request: HttpRequest, code: str) -> HttpResponse:
    """Fragment for a terminal's page: the round that is due there."""
    person = person_of(request)
    terminal = terminal_or_404(person, code)
    one = queries.due_at_terminal(person, terminal, clock.now()) if access.may_record(person) else None
    return render(request, "patrols/_of_terminal.html", {"round": one, "terminal": terminal})


def _context(person: Person, one: PatrolRound, scanned: str) -> dict[str, Any]:
    code = scanned.strip()[:LONGEST].rstrip("/").rpartition("/")[2]
    sheets = queries.sheets_of(one)
    found = next((sheet.terminal.code for sheet in sheets if sheet.terminal.code.lower() == code.lower()), "")
    return {
        "round": one,
        "now": clock.now(),
        "sheets": sheets,
        "scanned": found,
        "unknown": code if code and not found else "",
        "answered": sum(1 for sheet in sheets if sheet.complete),
        "is_open": one.state in OPEN_STATES,
        "may_record": access.may_record(person),
        "events": one.events.select_related("actor", "person").order_by("at", "id"),
    }


def _people(one: PatrolRound, person: Person) -> Any:
    """Those who may have gone round: field staff and coordinators who see the site's region."""
    able = Person.objects.filter(is_active=True, groups__name__in=[str(role) for role in access.PATROLLERS])
    everywhere = Q(is_superuser=True) | Q(groups__name=str(Role.ADMINISTRATOR))
    seeing = able.filter(
        Q(regions__in=upwards(one.site.region_id)) | Q(pk__in=Person.objects.filter(everywhere).values("pk"))
    )
    return Person.objects.filter(Q(pk__in=seeing.values("pk")) | Q(pk=person.pk)).order_by("name", "pk")
