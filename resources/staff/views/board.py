"""The A/B board."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, display, list_page
from resources.staff.access import may_qualify, person_of
from resources.staff.choices import ActingState
from resources.staff.filters_posts import PostFilter
from resources.staff.models import Post
from resources.staff.queries_board import Seat, Standing, counted, listed_posts, standings


def columns(found: Mapping[int, Standing]) -> list[Column]:
    """The board's columns; how each post is filled is looked up beforehand."""

    def seat(role: str) -> Column:
        return Column(
            f"role_{role}",
            {"A": gettext_lazy("A角"), "B": gettext_lazy("B角")}[role],
            lambda post: found[post.pk].seats.get(role),
            template="staff/cells/seat.html",
            export=lambda post: _seat_words(found[post.pk].seats.get(role)),
        )

    return [
        Column("name", gettext_lazy("岗位"), lambda post: post.name, order="place", wide=True),
        Column(
            "state",
            gettext_lazy("在岗情况"),
            lambda post: found[post.pk].state,
            template="staff/cells/acting_state.html",
            export=lambda post: found[post.pk].state.label,
        ),
        Column(
            "acting",
            gettext_lazy("现由谁负责"),
            lambda post: found[post.pk].incumbent,
            template="staff/cells/acting.html",
            export=lambda post: _acting_words(found[post.pk]),
        ),
        seat("A"),
        seat("B"),
        Column("region", gettext_lazy("区域"), lambda post: post.region.name, order="region_id", phone=False),
        Column("function", gettext_lazy("职能"), display("function"), order="function", phone=False),
        Column(
            "key",
            gettext_lazy("关键岗位"),
            lambda post: post.is_key,
            order="is_key",
            template="staff/cells/key.html",
            phone=False,
        ),
    ]


@require_safe
def board(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    posts = listed_posts(person)
    found = standings(posts, clock.now())
    return list_page(
        request,
        queryset=posts,
        filterset_class=PostFilter,
        columns=columns(found),
        template="staff/board.html",
        title=_("AB角看板"),
        context={"figures": _figures(found), "may_save": may_qualify(person)},
        export_name="posts",
        default_order="place",
        row_href=_address,
    )


def _address(post: Post) -> str:
    return reverse("staff:post", args=[post.pk])


def _figures(found: Mapping[int, Standing]) -> list[dict[str, object]]:
    """A key figure a state, each leading to its posts."""
    tones = {ActingState.ACTING: "info", ActingState.COVERED: "warn", ActingState.GAP: "danger"}
    counts = counted([one.incumbent for one in found.values()])
    return [
        {
            "label": state.label,
            "value": count,
            "tone": tones.get(state, "") if count else "",
            "href": f"{reverse('staff:board')}?state={state}",
        }
        for state, count in counts.items()
    ]


def _acting_words(standing: Standing) -> str:
    one = standing.incumbent
    return _("%(name)s（%(why)s）") % {"name": one.person, "why": one.why} if one else ""


def _seat_words(seat: Seat | None) -> str:
    if seat is None:
        return ""
    reason = seat.assignment.untrained_reason
    if reason:
        return _("%(name)s（未培训上岗：%(reason)s）") % {"name": seat.person, "reason": reason}
    return str(seat.person)
