"""Templates are listed, shown filled, and their versions compared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.listing import Column, Empty, display, list_page
from notices.content.patterns import access, presenting, queries
from notices.content.patterns.filters import TemplateFilter
from notices.content.patterns.forms import TryForm
from resources.staff.access import person_of

_ALL = gettext_lazy("全部")
_case, _scope = display("case"), display("scope")
COLUMNS = (
    Column("title", gettext_lazy("标题"), lambda row: row.title, wide=True),
    Column("kind", gettext_lazy("类型"), display("kind"), order="kind"),
    Column("case", gettext_lazy("情形"), lambda row: (_case(row) if row.case else _ALL), order="case"),
    Column("cause", pgettext_lazy("incident", "原因"), lambda row: row.cause_label or _ALL, order="cause"),
    Column("scope", gettext_lazy("影响范围"), lambda row: (_scope(row) if row.scope else _ALL), order="scope", phone=False),
    Column("language", gettext_lazy("语言"), display("language"), order="language"),
    Column("version", gettext_lazy("版本"), lambda row: row.version, numeric=True, phone=False),
    Column("saved", gettext_lazy("修改时间"), lambda row: row.saved_at, order="saved_at", phone=False),
    Column("is_active", gettext_lazy("启用"), lambda row: row.is_active, template="online/cells/active.html"),
)  # fmt: skip


@require_safe
def templates(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    access.require_reader(person)
    return list_page(
        request,
        queryset=queries.listed(),
        filterset_class=TemplateFilter,
        columns=COLUMNS,
        template="notices/patterns/list.html",
        title=_("公告模板"),
        context={"may_write": access.may_write(person)},
        export_name="notice-templates",
        term="template",
        empty=Empty(_("还没有公告模板"), _("系统自带的文字照常使用；新建模板后以您的为准。"), icon="document-text"),
        default_order="kind",
        row_href=lambda row: reverse("notice_templates:template", args=[row.pk]),
    )


@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """?incident=NUMBER: filled for this incident."""
    person = person_of(request)
    found = access.template_or_404(person, pk)
    asked = TryForm(request.GET, person=person)
    words = queries.words_of(queries.version_of(found))
    context = {
        "template": found,
        "asked": asked,
        "preview": presenting.preview(words, found.kind, found.case, found.language, asked.chosen(), now()),
        "words": presenting.written(words),
        "history": presenting.history(found),
        "may_write": access.may_write(person),
    }
    return render(request, "notices/patterns/template.html", context)


@require_safe
def diff(request: HttpRequest, pk: int) -> HttpResponse:
    """?from=1&to=2: two versions; by default the one that holds and the one before it."""
    person = person_of(request)
    found = access.template_or_404(person, pk)
    after = _number(request.GET.get("to", ""), found.version, found.version)
    before = _number(request.GET.get("from", ""), max(after - 1, 1), found.version)
    context = {
        "template": found,
        "before": before,
        "after": after,
        "versions": range(1, found.version + 1),
        "changes": presenting.compared(found, before, after),
        "may_write": access.may_write(person),
    }
    return render(request, "notices/patterns/diff.html", context)


def _number(text: str, otherwise: int, last: int) -> int:
    if not text:
        return otherwise
    if not text.isdecimal() or len(text) > 6 or not 1 <= int(text) <= last:
        raise Http404(text)
    return int(text)
