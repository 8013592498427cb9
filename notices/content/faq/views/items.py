"""Pages of those who write and publish answers: the list, one question with its versions, what a version changes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from notices.content.faq import access, actions, queries
from notices.content.faq.choices import FaqState
from notices.content.faq.comparing import compare
from notices.content.faq.filters import FaqFilter
from notices.content.faq.forms import FaqForm, NewFaqForm, PublishForm, ReasonForm, initial_of
from notices.content.faq.importers import COLUMNS as TAKEN
from notices.content.faq.models import FaqItem
from notices.content.faq.words import NAMES
from resources.staff.access import person_of

PAGE = ["GET", "HEAD", "POST"]


def _of(name: str) -> Callable[[FaqItem], Any]:
    return lambda item: getattr(item.current, name)


def _said(name: str) -> Callable[[FaqItem], Any]:
    """In words where there is a choice."""
    return lambda item: getattr(item.current, f"get_{name}_display", lambda: getattr(item.current, name))()


COLUMNS = (
    Column("question", gettext_lazy("问题"), _of("question"), order="current__question", wide=True),
    Column("topic", gettext_lazy("问题类别"), lambda one: one.current.get_topic_display(), order="current__topic"),
    Column(
        "audience", gettext_lazy("公开范围"), lambda one: one.in_force.audience if one.in_force else "",
        template="faq/cells/audience.html", order="in_force__audience",
        export=lambda one: one.in_force.get_audience_display() if one.in_force else "",
    ),
    Column(
        "state", gettext_lazy("状态"), lambda one: one.state, template="faq/cells/state.html", order="state",
        export=lambda one: one.get_state_display(),
    ),
    Column("rank", gettext_lazy("顺序"), _of("rank"), order="current__rank", numeric=True, phone=False),
    Column("answer", gettext_lazy("答复"), _of("answer"), phone=False, template="faq/cells/answer.html"),
    Column("saved_at", gettext_lazy("修改时间"), _of("saved_at"), order="current__saved_at", phone=False),
)  # fmt: skip
#: downloads hold all that an import takes, under the headers that it knows
EXPORTED = tuple(
    Column(one.field, one.header, _said(one.field) if one.field in NAMES else lambda item: item.slug) for one in TAKEN
)


@require_safe
def items(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    context: dict[str, Any] = {"may_edit": access.may_write(person), "may_publish": access.may_publish(person)}
    if context["may_publish"]:
        context["awaiting"] = queries.awaiting(person)
    return list_page(
        request,
        queryset=queries.listed_items(),
        filterset_class=FaqFilter,
        columns=EXPORTED if request.GET.get("export") else COLUMNS,
        template="faq/list.html",
        title=_("常见问题"),
        context=context,
        export_name="faq",
        term="faq",
        empty=Empty(
            _("还没有常见问题"),
            _("新建问题和答复，由另一个人发布后，公众和坐席都能看到。"),
            icon="question-mark-circle",
        ),
        default_order="current__rank",
        row_href=lambda one: reverse("answers:item", args=[one.pk]),
    )


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    return _item(request, access.item_or_404(pk))


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version, compared with the one before or with ?with=."""
    found = access.item_or_404(pk)
    shown = access.version_or_404(found, number)
    others = [one for one in found.versions.order_by("-number") if one.number != number]
    asked = request.GET.get("with", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 6 else number - 1
    other = next((one for one in others if one.number == wanted), None)
    context = {
        "item": found,
        "version": shown,
        "others": others,
        "other": other,
        "changes": compare(other, shown) if other else (),
        "may_edit": access.may_write(person_of(request)),
    }
    return render(request, "faq/version.html", context)


@require_http_methods(PAGE)
def create(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    access.require_writer(person)
    form = NewFaqForm(request.POST or None)

    def save() -> FaqItem:
        data = form.cleaned_data
        return actions.create(form.words(), slug=data["slug"], actor=person, now=clock.now(), reason=data["reason"])

    return _edit(request, form, save, _("新建问题"), reverse("answers:list"))


@require_http_methods(PAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    access.require_writer(person)
    found = access.item_or_404(pk)
    form = FaqForm(request.POST or None, initial=initial_of(found.current) if found.current else None)

    def save() -> FaqItem:
        data = form.cleaned_data
        return actions.save(
            found, form.words(), base=data["base"], actor=person, now=clock.now(), reason=data["reason"]
        )

    return _edit(request, form, save, _("修改常见问题"), reverse("answers:item", args=[pk]))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = access.item_or_404(pk), PublishForm(request.POST, auto_id="publish-%s")
    return _decide(
        request, found, form, "publish", _("已发布。公众页面和热线坐席现在看到同样的内容。"),
        lambda data, how: actions.publish(found, base=data["base"], override=data["reason"], **how),
    )  # fmt: skip


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = access.item_or_404(pk), ReasonForm(request.POST, auto_id="send-back-%s")
    return _decide(
        request, found, form, "send_back", _("已退回修改。"),
        lambda data, how: actions.send_back(found, data["reason"], base=data["base"], **how),
    )  # fmt: skip


@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = access.item_or_404(pk), ReasonForm(request.POST, auto_id="take-down-%s")
    return _decide(
        request, found, form, "take_down", _("已从公众页面撤下，坐席仍可查看。"),
        lambda data, how: actions.take_down(found, data["reason"], **how),
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = access.item_or_404(pk)
    former = access.version_or_404(found, number)
    actions.restore(found, former.number, actor=person_of(request), now=clock.now())
    toast(request, _("已按第 %(number)d 版恢复为新的版本，待发布。") % {"number": number})
    return redirect("answers:item", pk)


def _edit(request: HttpRequest, form: FaqForm, save: Callable[[], FaqItem], title: str, back: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            saved = save()
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            toast(request, _("已保存，待发布。"))
            return redirect("answers:item", saved.pk)
    context = {"form": form, "title": title, "back": back}
    return render(request, "faq/edit.html", context, status=400 if form.is_bound else 200)


def _decide(
    request: HttpRequest, found: FaqItem, form: ReasonForm, name: str, said: str, act: Callable[..., FaqItem]
) -> HttpResponse:
    """What was written stays in its form where it is refused."""
    if form.is_valid():
        try:
            act(form.cleaned_data, {"actor": person_of(request), "now": clock.now()})
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error("reason" if isinstance(refusal, Invalid) or refusal.code == "reason" else None, str(refusal))
        else:
            toast(request, said)
            return redirect("answers:item", found.pk)
    return _item(request, found, {name: form}, status=409)


def _item(
    request: HttpRequest, found: FaqItem, forms: dict[str, ReasonForm] | None = None, status: int = 200
) -> HttpResponse:
    person = person_of(request)
    versions = list(found.versions.select_related("saved_by").order_by("-number"))
    base = {"base": versions[0].number if versions else 0}
    proposed = found.current if found.state == FaqState.PROPOSED else None
    given = {
        "publish": PublishForm(initial=base, auto_id="publish-%s"),
        "send_back": ReasonForm(initial=base, auto_id="send-back-%s"),
        "take_down": ReasonForm(initial=base, auto_id="take-down-%s"),
    }
    context = {
        "item": found,
        "proposed": proposed,
        "changes": compare(found.in_force, proposed) if proposed else (),
        "versions": versions,
        "events": found.events.select_related("actor", "version").order_by("-at", "-pk")[:50],
        "is_author": proposed is not None and proposed.saved_by_id == person.pk,
        "may_edit": access.may_write(person),
        "may_publish": access.may_publish(person),
        "forms": given | (forms or {}),
    }
    return render(request, "faq/item.html", context, status=status)
