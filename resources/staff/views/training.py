"""Courses and drills, and who took them."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import may_qualify, person_of, posts_for, records_for
from resources.staff.actions.training import record_many, retire_training, revoke_record, save_training
from resources.staff.fields import manageable
from resources.staff.filters_qualifications import RecordFilter, TrainingFilter
from resources.staff.forms_posts import ConfirmForm, ReasonForm
from resources.staff.forms_qualifications import RecordForm, TrainingForm
from resources.staff.models import Person, Training, TrainingRecord
from resources.staff.queries_training import counted_courses, expiring, record_state

from .submitting import form_page, sent, submitted

SOON_ROWS = 12

RECORDS = [
    Column("name", gettext_lazy("姓名"), lambda row: row.person.name, order="person__name"),
    Column("username", gettext_lazy("账号"), lambda row: row.person.username, phone=False),
    Column(
        "department", gettext_lazy("部门"), lambda row: row.person.department, order="person__department", phone=False
    ),
    Column("training", gettext_lazy("培训"), lambda row: row.training.name, order="training__name", wide=True),
    Column("code", gettext_lazy("培训编号"), lambda row: row.training.code, phone=False),
    Column("taken", gettext_lazy("完成日期"), lambda row: row.taken_on, order="taken_on"),
    Column("expires", gettext_lazy("有效期至"), lambda row: row.expires_on, order="expires_on"),
    Column("result", gettext_lazy("结果"), display("result"), phone=False),
    Column(
        "state",
        gettext_lazy("有效性"),
        lambda row: record_state(row, _today()),
        template="staff/cells/record_state.html",
        export=lambda row: record_state(row, _today()).label,
    ),
    Column("certificate", gettext_lazy("证书编号"), lambda row: row.certificate, phone=False),
]
COURSES = [
    Column("name", gettext_lazy("培训名称"), lambda row: row.name, order="name", wide=True),
    Column("code", gettext_lazy("培训编号"), lambda row: row.code, order="code"),
    Column("kind", gettext_lazy("类型"), display("kind"), order="kind"),
    Column("months", gettext_lazy("有效期（月）"), lambda row: row.valid_months, order="valid_months", numeric=True),
    Column("held", gettext_lazy("有效人数"), lambda row: row.held, numeric=True),
    Column("posts", gettext_lazy("要求此培训的岗位"), lambda row: row.required_by, numeric=True),
    Column("state", gettext_lazy("在用"), lambda row: row.is_active, order="is_active", template="staff/_state.html"),
]


@require_safe
def records(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    rows = records_for(person)
    today = _today()
    soon = list(expiring(rows, today).order_by("expires_on", "pk")[: SOON_ROWS + 1])
    return list_page(
        request,
        queryset=rows.select_related("person", "training"),
        filterset_class=RecordFilter,
        columns=RECORDS,
        template="staff/training.html",
        title=_("培训"),
        context={
            "soon": soon[:SOON_ROWS],
            "more_soon": len(soon) > SOON_ROWS,
            "today": today,
            "may_record": may_qualify(person),
        },
        export_name="training-records",
        term="training_record",
        empty=Empty(_("还没有培训记录"), _("培训或演练结束后，可一次登记所有参加人员。"), icon="academic-cap"),
        default_order="-taken_on",
        row_href=_record_address,
    )


@require_safe
def courses(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=counted_courses(_today()),
        filterset_class=TrainingFilter,
        columns=COURSES,
        template="staff/courses.html",
        title=_("培训与演练项目"),
        context={"may_record": may_qualify(person)},
        export_name="trainings",
        empty=Empty(_("还没有培训项目"), _("先新建项目，再登记谁参加过。"), icon="academic-cap"),
        default_order="code",
        row_href=lambda row: reverse("staff:course", args=[row.pk]),
    )


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = get_object_or_404(counted_courses(_today()), pk=pk)
    context = {
        "course": found,
        "posts": posts_for(person).filter(required_training=found, is_active=True).order_by("region_id", "function"),
        "may_record": may_qualify(person),
    }
    return render(request, "staff/course.html", context)


@require_http_methods(["GET", "POST"])
def course_create(request: HttpRequest) -> HttpResponse:
    return _edit_course(request, None)


@require_http_methods(["GET", "POST"])
def course_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_course(request, get_object_or_404(Training, pk=pk))


@require_http_methods(["GET", "POST"])
def course_retire(request: HttpRequest, pk: int) -> HttpResponse:
    person = _qualified(request)
    found = get_object_or_404(Training, pk=pk)
    form = ConfirmForm(sent(request))
    if submitted(request, form, lambda: retire_training(found, actor=person, now=clock.now())):
        toast(request, _("%(training)s已停用。") % {"training": found})
        return redirect("staff:course", pk=found.pk)
    back = reverse("staff:course", args=[found.pk])
    intro = _("停用后不能再登记这项培训；已有的记录照常有效。仍有岗位要求这项培训时不能停用。")
    return form_page(
        request,
        form,
        _("停用%(training)s") % {"training": found},
        back,
        intro=intro,
        submit=pgettext("button", "停用"),
        danger=True,
    )


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    person = _qualified(request)
    form = RecordForm(sent(request), initial=_initial(request, person), person=person)

    def act() -> list[TrainingRecord]:
        return record_many(form.cleaned_data["people"], form.taking(), actor=person, now=clock.now())

    if rows := submitted(request, form, act):
        count = len(rows)
        toast(request, ngettext("已登记%(count)d人。", "已登记%(count)d人。", count) % {"count": count})
        return redirect("staff:training")
    intro = _("演练后可一次登记所有参加人员；有一人不能登记时，全部不登记。")
    return form_page(
        request, form, _("登记培训或演练"), reverse("staff:training"), intro=intro, submit=_("登记"), grid=True
    )


@require_safe
def record_detail(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = _record_or_404(person, pk)
    context = {"row": row, "state": record_state(row, _today()), "may_record": may_qualify(person, row.person)}
    return render(request, "staff/record.html", context)


@require_http_methods(["GET", "POST"])
def record_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    person = _qualified(request)
    row = _record_or_404(person, pk)
    form = ReasonForm(sent(request))
    if submitted(
        request, form, lambda: revoke_record(row, reason=form.cleaned_data["reason"], actor=person, now=clock.now())
    ):
        toast(request, _("培训记录已作废。"))
        return redirect("staff:record", pk=row.pk)
    title = _("作废%(name)s的%(training)s记录") % {"name": row.person, "training": row.training}
    intro = _("作废的记录保留可查；如需更正，请作废后重新登记。")
    return form_page(request, form, title, _record_address(row), intro=intro, submit=_("作废"), danger=True)


def _edit_course(request: HttpRequest, found: Training | None) -> HttpResponse:
    person = _qualified(request)
    form = TrainingForm(sent(request), initial=TrainingForm.initial_of(found) if found else {})
    if saved := submitted(request, form, lambda: save_training(found, form.data_of(), actor=person, now=clock.now())):
        toast(request, _("培训项目已保存。"))
        return redirect("staff:course", pk=saved.pk)
    back = reverse("staff:course", args=[found.pk]) if found else reverse("staff:courses")
    title = _("修改培训项目") if found else _("新建培训项目")
    return form_page(request, form, title, back, submit=_("保存"), grid=True)


def _initial(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What a link into the form has chosen already."""
    training = Training.objects.filter(is_active=True, pk=_number(request.GET.get("training"))).first()
    who = manageable(person).filter(pk=_number(request.GET.get("person"))).first()
    return {"training": training, "people": [who] if who else [], "taken_on": _today()}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


def _record_or_404(person: Person, pk: int) -> TrainingRecord:
    rows = records_for(person).select_related("person", "training", "recorded_by")
    return get_object_or_404(rows, pk=pk)


def _record_address(row: TrainingRecord) -> str:
    return reverse("staff:record", args=[row.pk])


def _qualified(request: HttpRequest) -> Person:
    person = person_of(request)
    if not may_qualify(person):
        raise Forbidden("not_yours", _("只有总指挥、值班经理或系统管理员可以登记培训。"))
    return person


def _today() -> date:
    return clock.now().astimezone(SHANGHAI).date()
