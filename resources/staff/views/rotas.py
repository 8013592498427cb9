"""Pages of rotas: the list, the editor (works without JavaScript), the end of one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
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
from emergency_ops.lib.wording import listed
from resources.staff.access import person_of, post_or_404, posts_for
from resources.staff.access_duty import may_plan, may_plan_anywhere, require_planner, rota_or_404, rotas_for
from resources.staff.actions.planning import planned_shifts
from resources.staff.actions.rotas import end_rota, save_rota
from resources.staff.fields import MOST_SUGGESTIONS, choosable, written
from resources.staff.filters_duty import RotaFilter
from resources.staff.forms_duty import EndRotaForm, MemberRows, RotaForm, ShiftRows, initial_rows, pattern_from
from resources.staff.models import Person, Post, Rota, StaffEvent
from resources.staff.queries_duty import known_years, local_day
from resources.staff.rules.calendar import missing_years, needs_calendar
from resources.staff.rules.rota import Pattern, faults
from resources.staff.sentences import sentence

COLUMNS = [
    Column("post", gettext_lazy("岗位"), lambda r: r.post.name, order="post__name", wide=True),
    Column("name", gettext_lazy("值班表"), lambda r: r.name, order="name"),
    Column("unit", gettext_lazy("轮换"), display("unit"), order="unit"),
    Column("shifts", gettext_lazy("班次"), lambda r: listed(row.label for row in r.shifts.all())),
    Column("members", gettext_lazy("值班人员"), lambda r: listed(row.person for row in r.members.all()), wide=True),
    Column("starts_on", gettext_lazy("开始日期"), lambda r: r.starts_on, order="starts_on"),
    Column("ends_on", gettext_lazy("结束日期"), lambda r: r.ends_on, order="ends_on"),
]
PREVIEW_DAYS = 14
EVENTS = 20
#: so many empty rows come with each "add rows"
MORE_ROWS = 3


@dataclass
class Editor:
    """The three forms of a rota's page."""

    head: RotaForm
    shifts: Any
    members: Any

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), self.shifts.is_valid(), self.members.is_valid()])

    def pattern(self) -> Pattern:
        return pattern_from(self.head, self.shifts.forms, self.members.forms)


@require_safe
def rotas(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=rotas_for(person).select_related("post").prefetch_related("shifts", "members__person"),
        filterset_class=RotaFilter,
        columns=COLUMNS,
        template="staff/rotas.html",
        title=_("值班表"),
        context={"posts": _plannable(person) if may_plan_anywhere(person) else []},
        export_name="rotas",
        term="duty",
        empty=Empty(_("还没有值班表"), _("新建值班表后，班次会自动排出60天。"), icon="table-cells"),
        default_order="post__name",
        row_href=lambda rota: reverse("staff:rota", args=[rota.pk]),
    )


@require_http_methods(["GET", "POST"])
def rota_create(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    pk = request.GET.get("post", "")
    post = post_or_404(person, int(pk) if pk.isdecimal() else 0)
    require_planner(person, post)
    return _edit(request, person, post, None)


@require_http_methods(["GET", "POST"])
def rota(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = rota_or_404(person, pk)
    if request.method == "POST":
        require_planner(person, found.post)
    return _edit(request, person, found.post, found)


@require_POST
def rota_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = rota_or_404(person, pk)
    form = EndRotaForm(request.POST)
    if not form.is_valid():
        return _page(request, person, found.post, found, _editor(None, person, found), end_form=form)
    end_rota(found, last=form.cleaned_data["last"], actor=person, now=clock.now())
    kept = found.planned.filter(day__gt=form.cleaned_data["last"]).count()
    toast(request, _("值班表已设定结束日期。"))
    if kept:
        text = ngettext("%(count)d个临时指定或换班的班次保留。", "%(count)d个临时指定或换班的班次保留。", kept)
        toast(request, text % {"count": kept})
    return redirect("staff:rota", pk)


def _edit(request: HttpRequest, person: Person, post: Post, found: Rota | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, person, post, found, _editor(None, person, found))
    asked = request.POST.get("do", "save")
    editor = _editor(_with_more_rows(request.POST, asked), person, found)
    if asked.startswith("add-") or not editor.is_valid():
        return _page(request, person, post, found, editor)
    pattern = editor.pattern()
    if asked == "preview":
        return _page(request, person, post, found, editor, preview=_preview(pattern))
    name = editor.head.cleaned_data["name"]
    try:
        saved, moves = save_rota(post, found, name=name, pattern=pattern, actor=person, now=clock.now())
    except Refused as refusal:
        editor.head.add_error(None, str(refusal))
        return _page(request, person, post, found, editor, status=refusal.status)
    changed = len(moves.people())
    text = ngettext(
        "值班表已保存，%(count)d人的班次有变动，已通知。", "值班表已保存，%(count)d人的班次有变动，已通知。", changed
    )
    toast(request, text % {"count": changed} if changed else _("值班表已保存，班次没有变动。"))
    return redirect("staff:rota", saved.pk)


def _editor(data: QueryDict | None, person: Person, found: Rota | None) -> Editor:
    head, shifts, members = initial_rows(found) if found else ({"starts_on": local_day(clock.now())}, [], [])
    people = choosable(person)
    if found:
        people = people | Person.objects.filter(pk__in=found.members.values("person"))
    return Editor(
        RotaForm(data, initial=head),
        ShiftRows(data, initial=shifts, prefix="shifts"),
        MemberRows(data, initial=members, prefix="members", form_kwargs={"people": people}),
    )


def _with_more_rows(data: QueryDict, asked: str) -> QueryDict:
    """The same data with more rows of the formset that is asked for (add-shifts, add-members)."""
    prefix = asked.removeprefix("add-")
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if prefix == asked or not total.isdecimal():
        return data
    changed = data.copy()
    changed[f"{prefix}-TOTAL_FORMS"] = str(min(int(total) + MORE_ROWS, 80))
    return changed


def _page(
    request: HttpRequest,
    person: Person,
    post: Post,
    found: Rota | None,
    editor: Editor,
    *,
    preview: dict[str, Any] | None = None,
    end_form: EndRotaForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = local_day(clock.now())
    people = choosable(person).order_by("name", "pk")[:MOST_SUGGESTIONS]
    context = {
        "post": post,
        "rota": found,
        "editor": editor,
        "suggestions": [(written(one), one.department) for one in people],
        "may_plan": may_plan(person, post),
        "is_over": found is not None and found.ends_on is not None and found.ends_on < today,
        "end_form": end_form or EndRotaForm(initial={"last": today}),
        "preview": preview,
        "missing": _missing(found, today),
        "events": _events(found),
    }
    return render(request, "staff/rota.html", context, status=status)


def _events(found: Rota | None) -> list[dict[str, Any]]:
    """What happened to a rota, the newest first."""
    if found is None:
        return []
    events = StaffEvent.objects.filter(post=found.post, params__rota_pk=found.pk).select_related("actor")[:EVENTS]
    return [{"at": one.at, "title": sentence(one), "actor": one.actor} for one in events]


def _missing(found: Rota | None, today: date) -> list[int]:
    """The years of the next 60 days that a rota needs and the calendar lacks."""
    if found is None or not any(needs_calendar(row.days) for row in found.shifts.all()):
        return []
    return missing_years(today, today + timedelta(days=60), known_years())


def _preview(pattern: Pattern) -> dict[str, Any]:
    """What the rota would say for two weeks, without writing anything."""
    if faults(pattern):
        return {"faulty": True}
    first = max(local_day(clock.now()), pattern.starts_on)
    shifts = planned_shifts(pattern, first, first + timedelta(days=PREVIEW_DAYS - 1))
    names = Person.objects.in_bulk([shift.person for shift in shifts if shift.person])
    return {"rows": [(shift, names.get(shift.person or 0)) for shift in shifts]}


def _plannable(person: Person) -> list[Post]:
    """The posts for which a person may make a rota."""
    posts = posts_for(person).filter(is_active=True).order_by("region", "function")
    return [post for post in posts if may_plan(person, post)]
