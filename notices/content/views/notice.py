"""One notice: its words beside what every outlet makes of them, its versions, and where it is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib.clock import now
from notices.content import access, presenting
from notices.content.forms import ReasonForm
from notices.content.models import Notice
from notices.content.proposals.presenting import why
from resources.staff.access import person_of

#: deeds of a notice that ask for a reason, each in a dialog of its own
REASONED = ("send_back", "override", "withdraw", "discard")


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = access.notice_or_404(person, number)
    context = {
        "view": presenting.view_of(found, person),
        "notice": found,
        "why": why(found, now()),
        "history": presenting.history(found),
        "replaced": presenting.taken_down_by(found, now()),
        "reason_forms": {deed: ReasonForm(auto_id=f"{deed}-%s") for deed in REASONED},
    }
    return render(request, "notices/content/notice.html", context)


@require_safe
def previews(request: HttpRequest, number: str) -> HttpResponse:
    """What every outlet makes of it: a fragment of its page for htmx, else a page."""
    found = access.notice_or_404(person_of(request), number)
    context = {"notice": found, "previews": presenting.previews(found)}
    return render(request, f"notices/content/{_part(request, 'previews')}.html", context)


@require_safe
def places(request: HttpRequest, number: str) -> HttpResponse:
    """Fragment: where it is, in three figures; nothing where it was never put anywhere."""
    found = access.notice_or_404(person_of(request), number)
    context = {"notice": found, "places": presenting.places([found], now())}
    return render(request, "notices/content/_places.html", context)


@require_safe
def diff(request: HttpRequest, number: str) -> HttpResponse:
    """Two versions' words side by side: ?from=1&to=3, by default the newest against the one before."""
    found = access.notice_or_404(person_of(request), number)
    after = _version(request.GET.get("to", ""), found, found.version)
    before = _version(request.GET.get("from", ""), found, max(after - 1, 1))
    context = {
        "notice": found, "before": before, "after": after, "versions": range(1, found.version + 1),
        "comparison": presenting.compare(found, before, after),
    }  # fmt: skip
    return render(request, "notices/content/diff.html", context)


@require_safe
def deliveries(request: HttpRequest, number: str) -> HttpResponse:
    """Every place of this notice and, where it belongs to an incident, of those before and after it."""
    person = person_of(request)
    found = access.notice_or_404(person, number)
    chain = [found]
    if found.incident_id:
        issued = access.notices_for(person).filter(incident=found.incident_id, issued_at__isnull=False)
        chain = list(issued.order_by("-issued_at", "-pk")) or chain
    context = {"notice": found, "chain": chain, "places": presenting.places(chain, now())}
    return render(request, f"notices/content/{_part(request, 'deliveries')}.html", context)


def _part(request: HttpRequest, name: str) -> str:
    """The template of a fragment for htmx, else of the page around it."""
    return f"_{name}" if request.htmx else name  # type: ignore[attr-defined]


def _version(text: str, notice: Notice, otherwise: int) -> int:
    if not text:
        return otherwise
    if not text.isdecimal() or len(text) > 8 or not 1 <= int(text) <= notice.version:
        raise Http404(text)
    return int(text)
