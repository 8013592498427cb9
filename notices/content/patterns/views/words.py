"""The list of jargon."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.listing import Column, Empty, display, list_page
from emergency_ops.lib.middleware import toast
from notices.content.patterns import access, actions
from notices.content.patterns.filters import JargonFilter
from notices.content.patterns.forms import JargonForm
from notices.content.patterns.models import JargonWord
from resources.staff.access import person_of

COLUMNS = (
    Column("word", gettext_lazy("词语"), lambda row: row.word, order="word"),
    Column("instead", gettext_lazy("建议改为"), lambda row: row.instead, wide=True),
    Column("language", gettext_lazy("语言"), display("language"), order="language"),
    Column("stops", gettext_lazy("必须修改"), lambda row: _("是") if row.stops else _("只提醒"), order="stops"),
)


@require_safe
def words(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    access.require_reader(person)
    may_write = access.may_write(person)
    return list_page(
        request,
        queryset=JargonWord.objects.all(),
        filterset_class=JargonFilter,
        columns=COLUMNS,
        template="notices/patterns/words.html",
        title=_("公告用词"),
        context={"may_write": may_write},
        export_name="notice-words",
        empty=Empty(_("还没有词语"), _("列表为空时按系统自带的术语检查。"), icon="language"),
        default_order="word",
        row_href=(lambda row: reverse("notice_templates:word", args=[row.pk])) if may_write else None,
    )


@require_http_methods(["GET", "POST"])
def edit_word(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    person = person_of(request)
    access.require_writer(person)
    row = access.word_or_404(person, pk) if pk else JargonWord()
    form = JargonForm(request.POST or None, instance=row)
    if form.is_bound and form.is_valid():
        try:
            actions.save_word(form.instance, actor=person, now=now())
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已保存。"))
            return redirect("notice_templates:words")
    context = {"form": form, "word": row if pk else None}
    return render(request, "notices/patterns/word.html", context, status=400 if form.is_bound else 200)


@require_POST
def remove_word(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.remove_word(access.word_or_404(person, pk), actor=person, now=now())
    toast(request, _("已从列表中删除。"))
    return redirect("notice_templates:words")
