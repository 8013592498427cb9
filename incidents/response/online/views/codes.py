"""Pages of emergency codes: which there are, one of them large, on paper, revoked."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.listing import Column, Empty, list_page
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404, may, may_substitute, require
from incidents.response.models import Substitute
from incidents.response.online import actions, papers, rules
from incidents.response.online.access import code_or_404, codes_for, online_or_404
from incidents.response.online.addresses import address_of
from incidents.response.online.choices import CodeState
from incidents.response.online.counting import hours_of
from incidents.response.online.filters import CodeFilter
from incidents.response.online.forms import ProlongForm, RevokeForm, RevokeManyForm, TerminalCodeForm
from incidents.response.online.models import EmergencyCode
from incidents.response.online.queries import counted
from incidents.response.online.signing import short_url
from incidents.response.rules.transitions import Verb
from resources.staff.access import person_of
from resources.staff.models import Person


def _state(row: EmergencyCode) -> str:
    return rules.state_of(row.expires_at, row.revoked_at, clock.now())


COLUMNS = (
    Column(
        "site",
        gettext_lazy("网点"),
        lambda row: row.site.name if row.site else _("全部网点"),
        order="site__code",
        wide=True,
    ),
    Column("code", gettext_lazy("二维码"), lambda row: row.code, order="code"),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda row: CodeState(_state(row)).label,
        template="online/cells/state.html",
    ),
    Column("terminal", gettext_lazy("终端"), lambda row: row.terminal.code if row.terminal else "", phone=False),
    Column("opened", gettext_lazy("扫码次数"), lambda row: row.opened, order="opened", numeric=True),
    Column("misled", gettext_lazy("失效后扫码"), lambda row: row.misled, order="misled", numeric=True),
    Column("expires", gettext_lazy("有效期至"), lambda row: row.expires_at, order="expires_at"),
    Column("revoked_for", gettext_lazy("作废原因"), lambda row: row.revoked_for, phone=False),
)


@require_safe
def code_list(request: HttpRequest, number: str, substitute: int) -> HttpResponseBase:
    person, row = _substitute(request, number, substitute)
    rows = counted(codes_for(person, row)).select_related("site", "terminal")
    return list_page(
        request,
        queryset=rows,
        filterset_class=CodeFilter,
        columns=COLUMNS,
        template="online/codes.html",
        title=_("应急支付二维码"),
        context={"substitute": row, "incident": row.incident, **_offered(person, row)},
        export_name=f"{number}-codes",
        term="emergency_qr",
        empty=Empty(_("还没有二维码"), _("线上替代方案就绪时自动生成。"), icon="qr-code"),
        default_order="site__code",
        row_href=lambda one: reverse("incidents:code", args=[number, row.pk, one.code]),
    )


@require_safe
def code(request: HttpRequest, number: str, substitute: int, code: str) -> HttpResponse:
    """One code: large, its address as text, how often it was scanned."""
    person, row = _substitute(request, number, substitute)
    return _shown(request, person, code_or_404(person, row, code))


@require_safe
def screen(request: HttpRequest, number: str, substitute: int, code: str) -> HttpResponse:
    """The code alone, for a screen that people stand before."""
    person, row = _substitute(request, number, substitute)
    found = code_or_404(person, row, code)
    return render(request, "online/screen.html", _picture(found))


@require_POST
def make(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    person, row = _substitute(request, number, substitute)
    made = actions.make_codes(row, actor=person, now=clock.now())
    said = ngettext("已生成%(count)s个二维码。", "已生成%(count)s个二维码。", made) % {"count": made}
    toast(request, said if made else _("各网点都已有有效的二维码，无需补齐。"))
    return redirect("incidents:substitute", number, row.pk)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """A code for one terminal."""
    person, row = _substitute(request, number, substitute)
    require(person, Verb.SUBSTITUTE)

    def act(data: dict[str, Any]) -> str:
        made = actions.add_code(row, data["terminal"], data["service"], actor=person, now=clock.now())
        return _("已生成二维码%(code)s。") % {"code": made.code}

    form = TerminalCodeForm(request.POST or None, person=person)
    return _asked(request, form, _("为一台终端生成二维码"), reverse("incidents:codes", args=[number, row.pk]), act)


@require_http_methods(["GET", "POST"])
def prolong(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    person, row = _substitute(request, number, substitute)
    require(person, Verb.SUBSTITUTE)

    def act(data: dict[str, Any]) -> str:
        count = actions.prolong(row, data["until"], actor=person, now=clock.now())
        return ngettext("已延长%(count)s个二维码。", "已延长%(count)s个二维码。", count) % {"count": count}

    back = reverse("incidents:codes", args=[number, row.pk])
    return _asked(request, ProlongForm(request.POST or None), _("延长二维码有效期"), back, act)


@require_POST
def revoke(request: HttpRequest, number: str, substitute: int, code: str) -> HttpResponse:
    person, row = _substitute(request, number, substitute)
    found = code_or_404(person, row, code)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _shown(request, person, found, form)
    actions.revoke(found, form.cleaned_data["reason"], actor=person, now=clock.now())
    toast(request, _("二维码已作废，扫码的人会看到现在可用的缴费方式。"))
    return redirect("incidents:code", number, row.pk, found.code)


@require_http_methods(["GET", "POST"])
def revoke_many(request: HttpRequest, number: str) -> HttpResponse:
    """All codes of an incident, or of one of its sites."""
    person = person_of(request)
    require(person, Verb.WITHDRAW)
    incident = incident_or_404(person, number)

    def act(data: dict[str, Any]) -> str:
        site, reason, now = data["site"], data["reason"], clock.now()
        if site:
            count = actions.revoke_at_site(incident, site, reason, actor=person, now=now)
        else:
            count = actions.revoke_all(incident, reason, actor=person, now=now)
        return ngettext("已作废%(count)s个二维码。", "已作废%(count)s个二维码。", count) % {"count": count}

    form = RevokeManyForm(request.POST or None, incident=incident, person=person)
    return _asked(request, form, _("作废二维码"), reverse("incidents:detail", args=[number]), act)


@require_POST
def print_one(request: HttpRequest, number: str, substitute: int, code: str) -> HttpResponse:
    """On paper; `form` is A4 or A6."""
    person, row = _substitute(request, number, substitute)
    require(person, Verb.SUBSTITUTE)
    found = code_or_404(person, row, code)
    if _state(found) != CodeState.VALID:
        raise Invalid("not_valid", gettext_lazy("这个二维码已失效，不能打印。"))
    paper = papers.order_sheet(found, request.POST.get("form", papers.A4), actor=person, now=clock.now())
    return redirect("papers:paper", paper.pk)


def _substitute(request: HttpRequest, number: str, substitute: int) -> tuple[Person, Substitute]:
    person = person_of(request)
    incident = incident_or_404(person, number)
    return person, online_or_404(person, incident, substitute)


def _offered(person: Person, row: Substitute) -> dict[str, bool]:
    return {"may_change": may(person, Verb.SUBSTITUTE) and may_substitute(person, row.incident, row.site)}


def _picture(found: EmergencyCode) -> dict[str, Any]:
    url = address_of(found.code)
    incident = found.substitute.incident
    return {"code": found, "url": url, "short": short_url(url), "state": _state(found), "incident": incident}


def _shown(request: HttpRequest, person: Person, found: EmergencyCode, form: RevokeForm | None = None) -> HttpResponse:
    context = {
        **_picture(found),
        **_offered(person, found.substitute),
        "substitute": found.substitute,
        "scans": hours_of(found),
        "form": form or RevokeForm(),
        "may_revoke": may(person, Verb.WITHDRAW)
        and may_substitute(person, found.substitute.incident, found.site or found.substitute.site),
    }
    return render(request, "online/code.html", context, status=400 if form else 200)


def _asked(
    request: HttpRequest, form: Any, title: str, back: str, act: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """A form on a page of its own; done, it says so and goes back."""
    if form.is_bound and form.is_valid():
        try:
            toast(request, act(form.cleaned_data))
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(back)
    context = {"form": form, "title": title, "back": back}
    return render(request, "inventory/edit.html", context, status=400 if form.is_bound else 200)
