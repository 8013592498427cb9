"""Badges: the list, issuing, printing, and the photos on them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.errors import Forbidden, Invalid
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import badges_for, may_qualify, person_of, person_or_404
from resources.staff.actions.badges import issue_many, remove_photo, renew, revoke, set_photo
from resources.staff.badge_sheet import MOST_ON_A_SHEET, order_sheet
from resources.staff.fields import manageable
from resources.staff.filters_qualifications import BadgeFilter
from resources.staff.forms_posts import ReasonForm
from resources.staff.forms_qualifications import BadgeForm, PhotoForm, RenewForm, a_year_from
from resources.staff.models import Badge, Person
from resources.staff.queries_badges import state_of

from .submitting import form_page, sent, submitted

COLUMNS = [
    Column("number", gettext_lazy("编号"), lambda row: row.number, order="number"),
    Column("name", gettext_lazy("姓名"), lambda row: row.person.name, order="person__name"),
    Column(
        "department", gettext_lazy("部门"), lambda row: row.person.department, order="person__department", phone=False
    ),
    Column("post", gettext_lazy("岗位"), lambda row: row.post.name if row.post else "", order="post__name", wide=True),
    Column("from", gettext_lazy("生效日期"), lambda row: row.valid_from, order="valid_from", phone=False),
    Column("until", gettext_lazy("有效期至"), lambda row: row.valid_until, order="valid_until"),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda row: state_of(row, _today()),
        template="staff/cells/badge_state.html",
        export=lambda row: state_of(row, _today()).label,
    ),
    Column(
        "print",
        gettext_lazy("打印"),
        lambda row: state_of(row, _today()),
        template="staff/cells/badge_choice.html",
        export=lambda row: "",
    ),
]


@require_safe
def badges(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    may_issue = may_qualify(person)
    return list_page(
        request,
        queryset=badges_for(person).select_related("person", "post"),
        filterset_class=BadgeFilter,
        columns=COLUMNS if may_issue and not request.GET.get("export") else COLUMNS[:-1],
        template="staff/badges.html",
        title=_("统一标识"),
        context={"may_issue": may_issue},
        export_name="badges",
        term="badge",
        empty=Empty(_("还没有签发统一标识"), _("为现场人员签发后，可在这里打印。"), icon="identification"),
        default_order="-number",
        row_href=_address,
    )


@require_safe
def badge(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = _badge_or_404(person, pk)
    context = {
        "badge": found,
        "state": state_of(found, _today()),
        "may_issue": may_qualify(person, found.person),
        "check_url": request.build_absolute_uri(reverse("staff:check", args=[found.token])),
        "has_photo": hasattr(found.person, "photo"),
    }
    return render(request, "staff/badge.html", context)


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    person = _issuer(request)
    who = manageable(person).filter(pk=_number(request.GET.get("person"))).first()
    initial = {"people": [who] if who else [], **a_year_from(_today())}
    form = BadgeForm(sent(request), initial=initial, person=person)

    def act() -> list[Badge]:
        data = form.cleaned_data
        return issue_many(data["people"], form.validity(), post=data["post"], actor=person, now=clock.now())

    if made := submitted(request, form, act):
        count = len(made)
        toast(request, ngettext("已签发%(count)d个统一标识。", "已签发%(count)d个统一标识。", count) % {"count": count})
        if "print" in request.POST:
            return redirect("papers:paper", order_sheet(made, actor=person, now=clock.now()).pk)
        return redirect("staff:badges")
    intro = _("签发给现场人员佩戴；扫码可查验今日是否有效。有一人不能签发时，全部不签发。")
    return form_page(
        request,
        form,
        _("签发统一标识"),
        reverse("staff:badges"),
        intro=intro,
        submit=_("签发"),
        second=("print", _("签发并打印")),
        grid=True,
    )


@require_http_methods(["GET", "POST"])
def badge_renew(request: HttpRequest, pk: int) -> HttpResponse:
    person = _issuer(request)
    found = _badge_or_404(person, pk)
    form = RenewForm(sent(request), initial=a_year_from(_today()))
    if made := submitted(request, form, lambda: renew(found, form.validity(), actor=person, now=clock.now())):
        toast(request, _("已换发统一标识%(number)s，原标识作废。") % {"number": made.number})
        return redirect("staff:badge", pk=made.pk)
    intro = _("换发后编号和二维码都是新的，原标识立即作废，请收回。")
    title = _("换发%(name)s的统一标识") % {"name": found.person}
    return form_page(request, form, title, _address(found), intro=intro, submit=_("换发"))


@require_http_methods(["GET", "POST"])
def badge_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    person = _issuer(request)
    found = _badge_or_404(person, pk)
    form = ReasonForm(sent(request))
    if submitted(
        request, form, lambda: revoke(found, reason=form.cleaned_data["reason"], actor=person, now=clock.now())
    ):
        toast(request, _("统一标识%(number)s已作废。") % {"number": found.number})
        return redirect("staff:badge", pk=found.pk)
    title = _("作废统一标识%(number)s") % {"number": found.number}
    intro = _("作废立即生效，扫码查验将显示无效。遗失或离开岗位时作废。")
    return form_page(request, form, title, _address(found), intro=intro, submit=_("作废"), danger=True)


@require_POST
def badge_print(request: HttpRequest) -> HttpResponse:
    """A sheet of the badges chosen, in order of their numbers."""
    person = _issuer(request)
    keys = {_number(key) for key in request.POST.getlist("badge")}
    chosen = list(badges_for(person).filter(pk__in=keys).select_related("person", "post").order_by("number"))
    if not chosen:
        raise Invalid("nothing_chosen", _("请先在列表的“打印”一列勾选要打印的统一标识。"))
    if len(chosen) > MOST_ON_A_SHEET:
        raise Invalid("too_many", _("一次最多打印%(most)d个，请分批打印。"), most=MOST_ON_A_SHEET)
    return redirect("papers:paper", order_sheet(chosen, actor=person, now=clock.now()).pk)


@require_http_methods(["GET", "POST"])
def photo_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = _issuer(request)
    shown = person_or_404(person, pk)
    form = PhotoForm(sent(request), request.FILES or None)
    back = reverse("staff:person", args=[shown.pk])
    if request.method == "POST" and "remove" in request.POST:
        remove_photo(shown, actor=person, now=clock.now())
        toast(request, _("照片已删除，标识上将印姓名首字。"))
        return redirect(back)

    def act() -> Person:
        upload = form.cleaned_data["photo"]
        return set_photo(shown, upload, upload.size, actor=person, now=clock.now()).person

    if submitted(request, form, act):
        toast(request, _("照片已保存。"))
        return redirect(back)
    context = {"form": form, "person": shown, "back": back, "has_photo": hasattr(shown, "photo")}
    return render(request, "staff/photo.html", context)


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The JPEG itself, for those who may look the person up."""
    shown = person_or_404(person_of(request), pk)
    if not hasattr(shown, "photo"):
        return HttpResponse(status=404)
    response = HttpResponse(bytes(shown.photo.jpeg), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=300"
    return response


def _badge_or_404(person: Person, pk: int) -> Badge:
    return get_object_or_404(badges_for(person).select_related("person__photo", "post", "issued_by"), pk=pk)


def _address(row: Badge) -> str:
    return reverse("staff:badge", args=[row.pk])


def _issuer(request: HttpRequest) -> Person:
    person = person_of(request)
    if not may_qualify(person):
        raise Forbidden("not_yours", _("只有总指挥、值班经理或系统管理员可以签发统一标识。"))
    return person


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


def _today() -> date:
    return clock.now().astimezone(SHANGHAI).date()
