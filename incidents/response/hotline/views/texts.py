"""Pages of scripts. Answers are written in the FAQ, which the public reads too."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from incidents.response.hotline.access import may_write, require_writer
from incidents.response.hotline.actions import save_script
from incidents.response.hotline.filters import ScriptFilter
from incidents.response.hotline.forms import ScriptForm
from incidents.response.hotline.models import Script
from resources.network.queries import changes_of
from resources.staff.access import person_of

_ALL = gettext_lazy("全部")
_category = display("category")
_active = Column("is_active", gettext_lazy("启用"), lambda row: row.is_active, template="online/cells/active.html")
SCRIPTS = (
    Column("title", gettext_lazy("标题"), lambda row: row.title, order="title"),
    Column("category", gettext_lazy("原因类别"), lambda row: _category(row) or _ALL, order="category"),
    Column("text", gettext_lazy("话术"), lambda row: row.text, wide=True, phone=False),
    _active,
)


@require_safe
def scripts(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=Script.objects.all(),
        filterset_class=ScriptFilter,
        columns=SCRIPTS,
        template="hotline/scripts.html",
        title=_("热线话术"),
        context={"may_edit": may_write(person_of(request))},
        export_name="hotline-scripts",
        term="hotline",
        empty=Empty(
            _("还没有话术"), _("写好开场、解释和结束语，接线台的坐席就能照着说。"), icon="chat-bubble-left-ellipsis"
        ),
        default_order="rank",
        row_href=lambda row: reverse("incidents:script", args=[row.pk]),
    )


@require_safe
def script(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Script, pk=pk)
    context = {"row": row, "changes": changes_of(row), "may_edit": may_write(person_of(request))}
    return render(request, "hotline/script.html", context)


@require_http_methods(["GET", "POST"])
def edit_script(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    person = person_of(request)
    require_writer(person)
    row = get_object_or_404(Script, pk=pk) if pk else Script()
    form = ScriptForm(request.POST or None, instance=row)
    if form.is_bound and form.is_valid():
        try:
            row = save_script(form.instance, actor=person, now=clock.now(), reason=form.cleaned_data["reason"])
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已保存。"))
            return redirect("incidents:script", row.pk)
    back = reverse("incidents:script", args=[row.pk]) if row.pk else reverse("incidents:scripts")
    context = {"form": form, "title": _("热线话术"), "back": back}
    return render(request, "inventory/edit.html", context, status=400 if form.is_bound else 200)
