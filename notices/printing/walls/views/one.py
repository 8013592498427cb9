"""One wall: what hangs there, what is to be done, what happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.choices import RUNNING_STATUSES
from notices.printing import actions as printing
from notices.printing.walls import access, actions, history, queries, rules
from notices.printing.walls.access import posting_or_404
from notices.printing.walls.choices import SUBJECT
from notices.printing.walls.forms import PostedForm, PrintedForm, ReasonForm, TakenDownForm
from notices.printing.walls.models import Posting
from resources.attachments.queries import attachments_of
from resources.staff.access import person_of

from .mine import forms_of


@dataclass(frozen=True, slots=True)
class Deed:
    """What is entered, the action that it is handed to, and what is said then."""

    form: type[Any]
    run: Callable[..., object]
    said: Promise


DEEDS: Mapping[str, Deed] = {
    "printed": Deed(PrintedForm, actions.mark_printed, gettext_lazy("已登记打印，请到现场张贴。")),
    "posted": Deed(PostedForm, actions.mark_posted, gettext_lazy("已登记张贴。")),
    "taken_down": Deed(TakenDownForm, actions.mark_taken_down, gettext_lazy("已登记取下。")),
    "redo": Deed(ReasonForm, actions.redo, gettext_lazy("已重新列入待打印。")),
    "cancel": Deed(ReasonForm, actions.cancel, gettext_lazy("已取消张贴。")),
}


@require_safe
def posting(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, posting_or_404(person_of(request), pk))


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One deed; what is refused is told above the page, with what was entered. A file has to be chosen again.

    Who comes back to the address of a refused deed, by reloading or going back, gets the posting's page.
    """
    if request.method != "POST":
        return redirect("walls:posting", pk)
    found, deed = posting_or_404(person_of(request), pk), DEEDS[name]
    known = {"is_swap": "former_is_down" in request.POST} if deed.form is PostedForm else {}
    form = deed.form(request.POST, request.FILES, auto_id=f"{name}-{pk}-%s", **known)
    if not form.is_valid():
        return _page(request, found, {name: form}, status=400)
    try:
        deed.run(found, actor=person_of(request), now=clock.now(), **form.cleaned_data)
    except Forbidden:
        raise
    except Refused as refusal:
        return _page(request, posting_or_404(person_of(request), pk), {name: form}, refusal, refusal.status)
    toast(request, str(deed.said))
    return redirect("walls:mine") if request.POST.get("next") == "mine" else redirect("walls:posting", pk)


@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the sheet that the wall waits for."""
    person = person_of(request)
    found = posting_or_404(person, pk)
    if found.is_all_clear and found.incident is not None and found.incident.status in RUNNING_STATUSES:
        raise Refused("incident_runs", gettext_lazy("事件尚未登记恢复。请先登记恢复，再打印恢复公告。"))
    if found.incident is not None:
        printing.issue(found.incident, [found.site], actor=person, now=clock.now())
    elif found.notice is not None:
        printing.issue_of(found.notice, [found.site], actor=person, now=clock.now())
    toast(request, _("公告正在生成，稍候即可打印。"))
    return redirect("walls:mine") if request.POST.get("next") == "mine" else redirect("walls:posting", pk)


def _page(
    request: HttpRequest,
    found: Posting,
    bound: Mapping[str, Any] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    person, now = person_of(request), clock.now()
    visit = queries.visit_of(found, now)
    forms = forms_of(visit, queries.last_place(found.site)) if visit else {}
    may_decide, may_work = access.may_decide(person), access.may_work(person)
    can = {deed for deed in ("redo", "cancel") if rules.refusal(found.state, deed) is None}
    context = {
        "posting": found,
        "visit": visit,
        "forms": {
            **forms,
            "redo": ReasonForm(auto_id="redo-%s"),
            "cancel": ReasonForm(auto_id="cancel-%s"),
            **(bound or {}),
        },
        "refusal": refusal,
        "opened": next(iter(bound), "") if bound else "",
        "late": rules.is_late(found.due_at, now),
        "now": now,
        "photos": attachments_of((SUBJECT, found.pk)),
        "events": history.of(found),
        "formers": found.formers.order_by("-pk"),
        "may_work": may_work,
        "may_redo": may_work and "redo" in can,
        "may_cancel": may_decide and "cancel" in can,
        "may_decide": may_decide,
        "sheet": queries.paper_of(found),
    }
    return render(request, "walls/posting.html", context, status=status)
