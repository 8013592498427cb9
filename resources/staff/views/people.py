"""Pages of people: one's own display settings, the directory, a person."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.masking import mask_phone
from emergency_ops.lib.middleware import toast
from emergency_ops.lib.roles import IMPORTERS, Role, has_role
from emergency_ops.lib.wording import listed
from resources.staff.access import (
    DIRECTORY_ROLES,
    may_change_access,
    may_qualify,
    people_for,
    person_of,
    person_or_404,
    sees_phone,
)
from resources.staff.actions import set_access, set_display
from resources.staff.actions.people import change_person, create_person, reset_password
from resources.staff.choices import ROLE_LABELS
from resources.staff.filters import PersonFilter
from resources.staff.forms import AccessForm, DisplayForm, NewPersonForm, PersonForm
from resources.staff.forms_posts import ConfirmForm
from resources.staff.models import Person
from resources.staff.queries_people import profile

from .submitting import form_page, sent, submitted

COLUMNS = [
    Column("name", gettext_lazy("姓名"), lambda p: p.name, order="name"),
    Column("username", gettext_lazy("账号"), lambda p: p.username, order="username"),
    Column("department", gettext_lazy("部门"), lambda p: p.department, order="department", wide=True),
    Column("roles", gettext_lazy("角色"), lambda p: listed(role_labels(p))),
    Column(
        "regions",
        gettext_lazy("负责区域"),
        lambda p: listed(p.regions.all()),
        export=lambda p: "、".join(r.pk for r in p.regions.all()),
    ),
    Column("phone", gettext_lazy("手机"), lambda p: mask_phone(p.phone)),
    Column("state", gettext_lazy("在用"), lambda p: p.is_active, order="is_active", template="staff/_state.html"),
    Column("last_login", gettext_lazy("上次登录"), lambda p: p.last_login, order="last_login", phone=False),
]


def role_labels(person: Person) -> list[str]:
    """What the roles of a person are called, in the order of the roles."""
    names = {group.name for group in person.groups.all()}
    return [str(label) for role, label in ROLE_LABELS.items() if role in names]


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = DisplayForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        set_display(person, **{name: form.cleaned_data[name] for name in ("theme", "large_type", "shortcuts")})
        toast(request, _("显示设置已保存。"))
        return redirect("staff:preferences")
    return render(request, "staff/preferences.html", {"form": form})


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    if not has_role(person, *DIRECTORY_ROLES):
        raise PermissionDenied
    return list_page(
        request,
        queryset=people_for(person).prefetch_related("groups", "regions"),
        filterset_class=PersonFilter,
        columns=COLUMNS,
        template="staff/people.html",
        title=_("人员"),
        context={"may_edit": may_change_access(person)},
        export_name="people",
        term="roles",
        empty=Empty(
            gettext_lazy("还没有人员"),
            gettext_lazy("导入或逐个建立账号，再安排到岗位上。"),
            "users",
            "network:import?kind=people",
            gettext_lazy("导入人员"),
            IMPORTERS,
        ),
        default_order="name",
        row_href=lambda one: reverse("staff:person", args=[one.pk]),
    )


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    actor = person_of(request)
    shown = person_or_404(actor, pk)
    form = _access_form(request, shown) if may_change_access(actor) else None
    if request.method == "POST":
        return _save_access(request, actor, shown, form)
    return _person_page(request, actor, shown, form)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    actor = _administrator(request)
    form = NewPersonForm(sent(request))
    made = submitted(
        request,
        form,
        lambda: create_person(form.cleaned_data["username"], form.data_of(), actor=actor, now=now()),
    )
    if made:
        return _secret_page(request, *made)
    intro = _("保存后会给出一次初始密码；角色和负责区域在下一步设置。")
    title = _("新建人员")
    return form_page(request, form, title, reverse("staff:people"), intro=intro, submit=_("保存"), grid=True)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _administrator(request)
    shown = person_or_404(actor, pk)
    form = PersonForm(sent(request), initial=PersonForm.initial_of(shown))
    if submitted(request, form, lambda: change_person(shown, form.data_of(), actor=actor, now=now())):
        toast(request, _("资料已保存。"))
        return redirect("staff:person", pk=shown.pk)
    back = reverse("staff:person", args=[shown.pk])
    return form_page(request, form, _("修改%(name)s的资料") % {"name": shown}, back, submit=_("保存"), grid=True)


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _administrator(request)
    shown = person_or_404(actor, pk)
    form = ConfirmForm(sent(request))
    if secret := submitted(request, form, lambda: reset_password(shown, actor=actor, now=now())):
        return _secret_page(request, shown, secret)
    back = reverse("staff:person", args=[shown.pk])
    intro = _("旧密码立即失效，新的初始密码只显示一次。")
    title = _("重置%(name)s的密码") % {"name": shown}
    return form_page(request, form, title, back, intro=intro, submit=_("重置密码"), danger=True)


def _secret_page(request: HttpRequest, shown: Person, secret: str) -> HttpResponse:
    """The first password, shown in this answer only."""
    response = render(request, "staff/secret.html", {"person": shown, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response


def _administrator(request: HttpRequest) -> Person:
    actor = person_of(request)
    if not may_change_access(actor):
        raise Forbidden("not_administrator", _("只有系统管理员可以新建和修改人员。"))
    return actor


def _access_form(request: HttpRequest, shown: Person) -> AccessForm:
    initial = {
        "roles": [group.name for group in shown.groups.all()],
        "regions": list(shown.regions.all()),
        "is_active": shown.is_active,
    }
    return AccessForm(sent(request), initial=initial)


def _save_access(request: HttpRequest, actor: Person, shown: Person, form: AccessForm | None) -> HttpResponse:
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        return _person_page(request, actor, shown, form)
    data = form.cleaned_data
    roles = [Role(name) for name in data["roles"]]
    set_access(shown, roles=roles, regions=data["regions"], is_active=data["is_active"], actor=actor, now=now())
    toast(request, _("%(name)s 的权限已保存。") % {"name": shown})
    return redirect("staff:person", pk=shown.pk)


def _person_page(request: HttpRequest, actor: Person, shown: Person, form: AccessForm | None) -> HttpResponse:
    context = {
        "person": shown,
        "phone": shown.phone if sees_phone(actor, shown) else mask_phone(shown.phone),
        "whole_phone": sees_phone(actor, shown),
        "roles": role_labels(shown),
        "form": form,
        "may_edit": may_change_access(actor),
        "may_qualify": may_qualify(actor, shown),
        **profile(shown, now()),
    }
    return render(request, "staff/person.html", context)
