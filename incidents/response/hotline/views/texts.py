"""Pages of scripts and answers."""

from collections.abc import Callable
from typing import Any

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
from incidents.response.hotline.actions import save_faq, save_script
from incidents.response.hotline.filters import FaqFilter, ScriptFilter
from incidents.response.hotline.forms import FaqForm, ScriptForm
from incidents.response.hotline.models import FaqEntry, Script
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
ANSWERS = (
    Column("question", gettext_lazy("问题"), lambda row: row.question, order="question"),
    Column("topic", gettext_lazy("问题类别"), display("topic"), order="topic"),
    Column("category", gettext_lazy("原因类别"), lambda row: _category(row) or _ALL, order="category"),
    Column("answer", gettext_lazy("答复"), lambda row: row.answer, wide=True, phone=False),
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
        empty=Empty(_("还没有话术"), icon="chat-bubble-left-ellipsis"),
        default_order="rank",
        row_href=lambda row: reverse("incidents:script", args=[row.pk]),
    )


@require_safe
def answers(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=FaqEntry.objects.all(),
        filterset_class=FaqFilter,
        columns=ANSWERS,
        template="hotline/answers.html",
        title=_("常见问题"),
        context={"may_edit": may_write(person_of(request))},
        export_name="hotline-faq",
        empty=Empty(_("还没有常见问题"), icon="question-mark-circle"),
        default_order="rank",
        row_href=lambda row: reverse("incidents:answer", args=[row.pk]),
    )


@require_safe
def script(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, get_object_or_404(Script, pk=pk), "hotline/script.html")


@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, get_object_or_404(FaqEntry, pk=pk), "hotline/answer.html")


@require_http_methods(["GET", "POST"])
def edit_script(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(Script, pk=pk) if pk else Script()
    return _edit(request, ScriptForm(request.POST or None, instance=row), save_script, "script", _("热线话术"))


@require_http_methods(["GET", "POST"])
def edit_answer(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(FaqEntry, pk=pk) if pk else FaqEntry()
    return _edit(request, FaqForm(request.POST or None, instance=row), save_faq, "answer", _("常见问题"))


def _shown(request: HttpRequest, row: Any, template: str) -> HttpResponse:
    context = {"row": row, "changes": changes_of(row), "may_edit": may_write(person_of(request))}
    return render(request, template, context)


def _edit(request: HttpRequest, form: Any, save: Callable[..., Any], name: str, title: str) -> HttpResponse:
    person = person_of(request)
    require_writer(person)
    if form.is_bound and form.is_valid():
        try:
            row = save(form.instance, actor=person, now=clock.now(), reason=form.cleaned_data["reason"])
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已保存。"))
            return redirect(f"incidents:{name}", row.pk)
    saved = form.instance.pk
    back = reverse(f"incidents:{name}", args=[saved]) if saved else reverse(f"incidents:{name}s")
    context = {"form": form, "title": title, "back": back}
    return render(request, "inventory/edit.html", context, status=400 if form.is_bound else 200)
