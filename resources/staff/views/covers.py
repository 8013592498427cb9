"""Pages of covers: the list, naming one, doing without."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of
from resources.staff.access_absences import cover_or_404, may_name_covers
from resources.staff.actions.covering import cancel_cover, name_cover
from resources.staff.filters_absences import CoverFilter
from resources.staff.forms_absences import CoverForm
from resources.staff.models import Cover, Person
from resources.staff.queries_absences import listed_covers

from .submitting import form_page, submitted

COLUMNS = [
    Column("post", gettext_lazy("岗位"), lambda c: c.post.name, order="post__name", wide=True),
    Column("person", gettext_lazy("顶岗人"), lambda c: c.person.name, order="person__name"),
    Column("starts", gettext_lazy("开始"), lambda c: c.period.lower, order="period"),
    Column("ends", gettext_lazy("结束"), lambda c: c.period.upper, order="period__endswith"),
    Column("state", gettext_lazy("状态"), lambda c: _("已解除") if c.cancelled_at else "", phone=False),
    Column("reason", gettext_lazy("事由"), lambda c: c.reason, phone=False),
    Column("named_by", gettext_lazy("指定人"), lambda c: c.named_by.name, phone=False),
    Column("change", gettext_lazy("操作"), lambda c: "", template="staff/cells/cover_change.html", export=lambda c: ""),
]


@require_safe
def covers(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    may_name = may_name_covers(person)
    return list_page(
        request,
        queryset=listed_covers(person),
        filterset_class=CoverFilter,
        columns=COLUMNS if may_name else COLUMNS[:-1],
        template="staff/covers.html",
        title=_("顶岗"),
        export_name="covers",
        term="cover",
        empty=Empty(_("没有顶岗安排"), _("A角和B角都不能到岗时，在这里指定顶岗人。"), icon="user-plus"),
        default_order="-period",
        context={"may_name": may_name},
    )


@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not may_name_covers(person):
        raise PermissionDenied
    form = CoverForm(request.POST or None, actor=person, initial={"post": request.GET.get("post")})
    done = submitted(request, form, lambda: _named(form, person))
    if done is not None:
        toast(request, _("顶岗人已指定，已通知本人。"))
        return redirect("staff:covers")
    intro = _("A角和B角都不能到岗时由顶岗人代行；同一时段原来的顶岗人自动解除。")
    return form_page(request, form, _("指定顶岗人"), reverse("staff:covers"), submit=_("指定"), intro=intro, grid=True)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    cancel_cover(cover_or_404(person, pk), actor=person, now=clock.now())
    toast(request, _("顶岗已解除，已通知本人。"))
    return redirect("staff:covers")


def _named(form: CoverForm, person: Person) -> list[Cover]:
    data = form.cleaned_data
    return name_cover(data["post"], data["person"], form.window, reason=data["reason"], actor=person, now=clock.now())
