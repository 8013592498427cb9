"""The phone's page: which walls need something now, and many printed sheets noted at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from emergency_ops.lib.middleware import toast
from notices.printing.walls import access, actions, queries
from notices.printing.walls.choices import PostingState
from notices.printing.walls.forms import USUAL_PLACE, PostedForm, PrintedForm, TakenDownForm
from notices.printing.walls.models import Posting
from resources.staff.access import person_of
from resources.staff.models import Person

#: sheets that are noted as printed in one go
MOST_AT_ONCE = 200
#: digits of a primary key that the database can hold
_LONGEST_KEY = 19


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "walls/mine.html", _context(person_of(request)))


@require_POST
def printed_many(request: HttpRequest) -> HttpResponse:
    """Each sheet (as `posting:number`) through the one action; what is refused is told with the site, and keeps no other from it."""
    person, now = person_of(request), clock.now()
    given = dict(one.partition(":")[::2] for one in request.POST.getlist("posting"))
    sheets = {int(key): sheet for key, sheet in given.items() if key.isdecimal() and len(key) < _LONGEST_KEY}
    rows = access.postings_for(person).filter(pk__in=sorted(sheets)[:MOST_AT_ONCE]).select_related("site")
    done, refused = 0, []
    for posting in rows.order_by("pk"):
        try:
            actions.mark_printed(posting, actor=person, now=now, sheet=sheets[posting.pk])
            done += 1
        except Refused as refusal:
            refused.append((posting, refusal))
    if not refused:
        toast(request, _("已登记打印 %(count)d 份。") % {"count": done} if done else _("请先勾选已打印的公告。"))
        return redirect("walls:mine")
    return render(request, "walls/mine.html", {**_context(person), "done_now": done, "refused": refused}, status=409)


def forms_of(visit: queries.Visit, place: str) -> dict[str, Any]:
    """The forms of one visit, empty."""
    coming = visit.coming
    key = coming.pk if coming else visit.down[0].pk
    return {
        "printed": PrintedForm(auto_id=f"printed-{key}-%s"),
        "posted": PostedForm(
            auto_id=f"posted-{key}-%s", is_swap=visit.is_swap, initial={"place": place or USUAL_PLACE}
        ),
        "taken_down": TakenDownForm(auto_id=f"down-{key}-%s"),
    }


def _context(person: Person) -> dict[str, Any]:
    now = clock.now()
    visits, total = queries.visits(person, now)
    places = queries.last_places(visit.site.pk for visit in visits)
    return {
        "now": now,
        "visits": [(visit, forms_of(visit, places.get(visit.site.pk, ""))) for visit in visits],
        "to_print": [visit.coming for visit in visits if _printable(visit.coming)],
        "late": queries.late_places(person, now),
        "shown": sum(len(visit.down) + bool(visit.coming) for visit in visits),
        "total": total,
        "done": queries.done_lately(person, now),
        "may_work": access.may_work(person),
        "making": any(visit.is_being_made for visit in visits),
    }


def _printable(posting: Posting | None) -> bool:
    return posting is not None and posting.state == PostingState.TO_PRINT and posting.sheet_id is not None
