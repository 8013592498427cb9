"""On the desk: posts that nobody fills, and handovers that wait for the person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.desk import MOST, Act, Card, Row, register
from emergency_ops.lib.roles import OPERATORS, Role

from .actions.handing import STANDING
from .choices import ActingState, HandoverState
from .models import Handover, Person
from .queries_acting import acting_many, with_a_present
from .queries_board import listed_posts, state_of


def gaps(person: Person, now: datetime) -> Iterator[Row]:
    """Posts that nobody acts for, key posts first."""
    rows: QuerySet[Any] = listed_posts(person).exclude(with_a_present(now))
    posts = list(rows.order_by("-is_key", "place"))
    found = acting_many(posts, now)
    for post in posts:
        if state_of(found[post.pk]) == ActingState.GAP:
            detail = f"{post.region} · {post.get_function_display()}"
            badges = [("acting_state", ActingState.GAP.value)]
            yield Row(
                str(post.pk),
                post.name,
                reverse("staff:post", args=[post.pk]),
                detail,
                badges=badges,
                is_late=post.is_key,
            )


def handovers(person: Person, now: datetime) -> Iterator[Row]:
    """What the person is to answer or to hand back, what is due first on top."""
    answer = Q(state=HandoverState.PROPOSED, absence__period__endswith__gt=now)
    give_back = Q(state__in=STANDING, absence__period__endswith__lte=now)
    rows = Handover.objects.filter(answer | give_back, taker=person, absence__cancelled_at=None)
    for one in rows.select_related("absence", "post", "giver").order_by("due_at")[:MOST]:
        is_over = one.absence.period.upper <= now
        due = one.absence.period.upper if is_over else one.due_at
        said = _("%(giver)s已返岗，请交回") if is_over else _("%(giver)s请您接手")
        yield Row(
            key=str(one.pk),
            title=str(one.post),
            href=reverse("staff:handover", args=[one.pk]),
            detail=said % {"giver": one.giver},
            badges=[("handover_state", one.state)],
            due=due,
            due_name=_("时限"),
            is_late=due < now,
            act=_hand_back(one) if is_over else _accept(one),
        )


def _accept(handover: Handover) -> Act:
    """With all of its materials: whoever lacks one opens the handover."""
    label = _("材料收齐，确认接手") if handover.materials else _("确认接手")
    return Act(label, "check", reverse("staff:handover_accept", args=[handover.pk]), _materials(handover))


def _hand_back(handover: Handover) -> Act:
    label = _("材料交齐，交回工作") if handover.materials else _("交回工作")
    return Act(label, "arrow-uturn-left", reverse("staff:handover_return", args=[handover.pk]), _materials(handover))


def _materials(handover: Handover) -> list[tuple[str, str]]:
    return [("item", str(index)) for index in range(len(handover.materials))]


register(
    Card(
        "gaps",
        gettext_lazy("空缺的岗位"),
        "user-minus",
        {Role.MANAGER: 20, Role.COMMANDER: 60},
        gaps,
        lambda: f"{reverse('staff:board')}?state={ActingState.GAP.value}",
        gettext_lazy("每个岗位都有人负责"),
    )
)
register(
    Card(
        "handovers",
        gettext_lazy("等我确认的交接"),
        "arrows-right-left",
        dict.fromkeys(OPERATORS, 45) | {Role.STOREKEEPER: 45},
        handovers,
        lambda: reverse("staff:handovers"),
        gettext_lazy("没有等您确认的交接"),
    )
)
