"""A post: who holds it, who did, and its changes."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import has_role
from emergency_ops.lib.wording import listed
from resources.staff.access import DIRECTORY_ROLES, may_assign, may_qualify, person_of, post_or_404
from resources.staff.actions.assignments import assign, end_assignment
from resources.staff.actions.posts import retire_post, save_post
from resources.staff.choices import AssignmentRole
from resources.staff.fields import choosable
from resources.staff.forms_posts import AssignForm, EndForm, PostForm, ReasonForm
from resources.staff.models import Cover, Handover, Person, Post, PostAssignment, StaffEvent
from resources.staff.periods import words
from resources.staff.queries_board import seats_of, standing_now
from resources.staff.queries_training import standing
from resources.staff.rules.assigning import first_day
from resources.staff.sentences import sentence

from .submitting import form_page, sent, submitted

#: rows of history on a post's page
ROWS = 30


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = post_or_404(person, pk)
    now = clock.now()
    context = {
        "post": found,
        "standing": standing_now(found, now),
        "sites": found.sites.order_by("code"),
        "may_assign": may_assign(person, found) and found.is_active,
        "may_look": has_role(person, *DIRECTORY_ROLES),
        "handovers": Handover.objects.filter(post=found)
        .select_related("giver", "taker", "absence")
        .order_by("-created_at")[:ROWS],
        "covers": Cover.objects.filter(post=found, cancelled_at=None)
        .select_related("person")
        .order_by("-period")[:ROWS],
        "events": [_entry(event) for event in _events(found)],
        **_holders(found, now),
    }
    return render(request, "staff/post.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    _require(may_qualify(person))
    return _edit(request, person, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = post_or_404(person, pk)
    _require(may_assign(person, found))
    return _edit(request, person, found)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = post_or_404(person, pk)
    _require(may_assign(person, found))
    form = ReasonForm(sent(request))
    if submitted(
        request,
        form,
        lambda: retire_post(found, reason=form.cleaned_data["reason"], actor=person, now=clock.now()),
    ):
        toast(request, _("%(post)s已停用。") % {"post": found})
        return redirect("staff:post", pk=found.pk)
    intro = _("停用后不再有人担任这个岗位，历史记录保留。有人任职或有值班表时不能停用。")
    title = _("停用%(post)s") % {"post": found}
    return form_page(request, form, title, _address(found), intro=intro, submit=pgettext("button", "停用"), danger=True)


@require_http_methods(["GET", "POST"])
def assign_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = post_or_404(person, pk)
    _require(may_assign(person, found))
    form = _assign_form(request, person, found)

    def act() -> PostAssignment:
        data, now = form.cleaned_data, clock.now()
        return assign(
            found,
            data["person"],
            data["role"],
            form.validity(now),
            actor=person,
            now=now,
            untrained_reason=data["untrained_reason"],
        )

    if made := submitted(request, form, act):
        toast(request, _("已任命%(name)s，并已通知本人。") % {"name": made.person})
        return redirect("staff:post", pk=found.pk)
    title = _("任命：%(post)s") % {"post": found}
    return form_page(request, form, title, _address(found), submit=_("任命"), intro=_assign_intro(found))


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    held = get_object_or_404(PostAssignment.objects.select_related("person", "post"), pk=pk)
    found = post_or_404(person, held.post_id)
    _require(may_assign(person, found))
    form = EndForm(sent(request))

    def act() -> bool:
        end_assignment(held, at=form.cleaned_data["at"], actor=person, now=clock.now())
        return True

    if submitted(request, form, act):
        toast(request, _("%(name)s的任命已结束。") % {"name": held.person})
        return redirect("staff:post", pk=found.pk)
    title = _("结束任命：%(name)s，%(post)s%(role)s") % {
        "name": held.person,
        "post": found,
        "role": held.get_role_display(),
    }
    intro = _("尚未生效的任命会被撤销。结束后请及时任命接替的人，否则岗位会空缺。")
    return form_page(request, form, title, _address(found), intro=intro, submit=_("结束任命"), danger=True)


def _edit(request: HttpRequest, person: Person, found: Post | None) -> HttpResponse:
    initial = PostForm.initial_of(found) if found else {}
    form = PostForm(sent(request), initial=initial, person=person)
    if saved := submitted(
        request,
        form,
        lambda: save_post(found, form.data_of(), form.cleaned_data["sites"], actor=person, now=clock.now()),
    ):
        toast(request, _("岗位已保存。"))
        return redirect("staff:post", pk=saved.pk)
    back = _address(found) if found else reverse("staff:board")
    return form_page(request, form, _("修改岗位") if found else _("新建岗位"), back, submit=_("保存"), grid=True)


def _assign_intro(found: Post) -> str:
    """What whoever assigns has to know: the training that is asked for, and who holds the post now and later."""
    lines = [_("上岗培训：%(training)s。") % {"training": found.required_training}] if found.required_training else []
    rows = PostAssignment.objects.filter(post=found).exclude(validity__fully_lt=(clock.now(), None))
    holders = [
        _("%(role)s %(name)s（%(period)s）")
        % {"role": row.get_role_display(), "name": row.person, "period": words(row.validity)}
        for row in rows.select_related("person").order_by("role", "validity")
    ]
    if holders:
        lines.append(_("已任命：%(holders)s。") % {"holders": listed(holders)})
    return " ".join(lines)


def _assign_form(request: HttpRequest, person: Person, found: Post) -> AssignForm:
    form = AssignForm(sent(request), initial={"role": request.GET.get("role", AssignmentRole.A)})
    people = choosable(person)
    training = found.required_training
    field: Any = form.fields["person"]
    if training is None:
        field.offer(people)
        return form
    held = standing(people.values("pk"), [training.pk], first_day(None, clock.now()))  # type: ignore[arg-type]

    def note(one: Person) -> str:
        return (
            _("%(department)s · 培训有效") % {"department": one.department}
            if (one.pk, training.pk) in held
            else (_("%(department)s · 无有效培训") % {"department": one.department})
        )

    field.offer(people, note)
    return form


def _holders(found: Post, now: datetime) -> dict[str, Any]:
    """Who holds the post now, who will, who did."""
    rows = (
        PostAssignment.objects.filter(post=found).select_related("person", "untrained_by").order_by("validity", "role")
    )
    seats = seats_of(rows, {found.pk: found}, now)
    past = [seat for seat in seats if seat.assignment.validity.upper and seat.assignment.validity.upper <= now]
    later = [seat for seat in seats if seat.assignment.validity.lower and seat.assignment.validity.lower > now]
    current = [seat for seat in seats if seat not in past and seat not in later]
    return {
        "current": sorted(current, key=lambda seat: seat.assignment.role),
        "later": later,
        "past": past[::-1][:ROWS],
    }


def _events(found: Post) -> Any:
    return StaffEvent.objects.filter(post=found).select_related("actor")[:ROWS]


def _entry(event: StaffEvent) -> dict[str, Any]:
    return {"at": event.at, "title": sentence(event), "text": event.text, "actor": event.actor or _("系统")}


def _address(found: Post) -> str:
    return reverse("staff:post", args=[found.pk])


def _require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden("not_yours", _("只有本区域的总指挥、值班经理或系统管理员可以设立岗位和任命人员。"))
