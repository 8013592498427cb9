"""The A/B board."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.listing import Column, Empty, display, list_page
from resources.staff.access import assignments_for, may_qualify, person_of
from resources.staff.choices import ActingState
from resources.staff.filters_posts import AssignmentFilter, PostFilter
from resources.staff.models import Post
from resources.staff.queries_acting import Incumbent, acting_many
from resources.staff.queries_board import (
    Seat,
    Standing,
    acting_for_absent,
    acting_on_page,
    listed_posts,
    standing_of,
    state_of,
    states_of,
    with_holders,
)


def columns(found: Mapping[int, Incumbent | None], at: datetime) -> list[Column]:
    """The board's columns; who acts for each post is looked up beforehand."""

    def standing(post: Post) -> Standing:
        return standing_of(post, found[post.pk], at)

    return [
        Column("name", gettext_lazy("岗位"), lambda post: post.name, order="place", wide=True),
        Column(
            "state",
            gettext_lazy("在岗情况"),
            lambda post: state_of(found[post.pk]),
            template="staff/cells/acting_state.html",
            export=lambda post: state_of(found[post.pk]).label,
        ),
        Column(
            "acting",
            gettext_lazy("现由谁负责"),
            lambda post: found[post.pk],
            template="staff/cells/acting.html",
            export=lambda post: _acting_words(found[post.pk]),
        ),
        _seat_column("role_a", gettext_lazy("A角"), lambda post: standing(post).a),
        _seat_column("role_b", gettext_lazy("B角"), lambda post: standing(post).b),
        *PLAIN,
    ]


def _seat_column(name: str, label: object, seat: Callable[[Post], Seat | None]) -> Column:
    return Column(name, label, seat, template="staff/cells/seat.html", export=lambda post: _seat_words(seat(post)))


KEY = "staff/cells/key.html"
PLAIN = [
    Column("region", gettext_lazy("区域"), lambda post: post.region.name, order="region_id", phone=False),
    Column("function", gettext_lazy("职能"), display("function"), order="function", phone=False),
    Column(
        "key",
        gettext_lazy("关键岗位"),
        lambda post: post.is_key,
        order="is_key",
        template=KEY,
        phone=False,
        term="key_post",
    ),
]
#: what a download has besides, so that it can be imported again
SETTINGS = [
    Column("area", gettext_lazy("范围"), display("area")),
    Column("code", gettext_lazy("区划代码"), lambda post: post.region_id),
    Column("sites", gettext_lazy("网点编号"), lambda post: "、".join(site.code for site in post.sites.all())),
    Column("head", gettext_lazy("主管"), lambda post: post.head.username if post.head else ""),
    Column(
        "training",
        gettext_lazy("上岗培训"),
        lambda post: post.required_training.code if post.required_training else "",
    ),
    Column("materials", gettext_lazy("交接材料"), lambda post: post.materials),
]
ASSIGNMENTS = [
    Column("post", gettext_lazy("岗位"), lambda row: row.post.name, order="post__name", wide=True),
    Column("role", gettext_lazy("角色"), display("role"), order="role"),
    Column("name", gettext_lazy("姓名"), lambda row: row.person.name, order="person__name"),
    Column("username", gettext_lazy("账号"), lambda row: row.person.username, phone=False),
    Column("since", gettext_lazy("开始"), lambda row: row.validity.lower, order="validity"),
    Column("until", gettext_lazy("结束"), lambda row: row.validity.upper),
    Column("reason", gettext_lazy("未培训上岗理由"), lambda row: row.untrained_reason),
    Column("by", gettext_lazy("批准人"), lambda row: row.untrained_by.name if row.untrained_by else "", phone=False),
]


@require_safe
def assignments(request: HttpRequest) -> HttpResponseBase:
    person = person_of(request)
    return list_page(
        request,
        queryset=assignments_for(person).select_related("post", "person", "untrained_by"),
        filterset_class=AssignmentFilter,
        columns=ASSIGNMENTS,
        template="staff/assignments.html",
        title=_("岗位任命"),
        context={"may_save": may_qualify(person)},
        export_name="assignments",
        term="role_a",
        empty=Empty(_("还没有任命"), _("在岗位页面任命A角和B角。"), icon="user-group"),
        default_order="post__name",
        row_href=lambda row: reverse("staff:post", args=[row.post_id]),
    )


@require_safe
def board(request: HttpRequest) -> HttpResponseBase:
    person, now = person_of(request), clock.now()
    posts = listed_posts(person)
    rows = with_holders(posts, now)
    downloads = bool(request.GET.get("export"))
    found = acting_many(posts, now) if downloads else acting_for_absent(posts, now)
    if downloads:
        rows = rows.select_related("region", "head", "required_training").prefetch_related("sites")
    return list_page(
        request,
        queryset=rows,
        filterset_class=PostFilter,
        columns=[*columns(found, now), *(SETTINGS if downloads else [])],
        template="staff/board.html",
        title=_("AB角看板"),
        context={"figures": _figures({} if downloads else states_of(posts, found)), "may_save": may_qualify(person)},
        enrich=lambda page: found.update(acting_on_page(page, found, now)),
        export_name="posts",
        term="post",
        empty=Empty(_("还没有岗位"), _("先新建岗位，再任命A角和B角。"), icon="user-group"),
        default_order="place",
        row_href=_address,
        per_page=40,
    )


def _address(post: Post) -> str:
    return reverse("staff:post", args=[post.pk])


def _figures(counts: Mapping[ActingState, int]) -> list[dict[str, object]]:
    """A key figure a state, each leading to its posts."""
    tones = {ActingState.ACTING: "info", ActingState.COVERED: "warn", ActingState.GAP: "danger"}
    return [
        {
            "label": state.label,
            "value": count,
            "tone": tones.get(state, "") if count else "",
            "href": f"{reverse('staff:board')}?state={state}",
        }
        for state, count in counts.items()
    ]


def _acting_words(one: Incumbent | None) -> str:
    return _("%(name)s（%(why)s）") % {"name": one.person, "why": one.why} if one else ""


def _seat_words(seat: Seat | None) -> str:
    if seat is None:
        return ""
    reason = seat.assignment.untrained_reason
    if reason:
        return _("%(name)s（未培训上岗：%(reason)s）") % {"name": seat.person, "reason": reason}
    return str(seat.person)
