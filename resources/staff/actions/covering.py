"""顶岗: who stands in where neither A nor B can. One at a time and post; a new one takes the time from the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from resources.staff import events
from resources.staff.access_absences import require_cover
from resources.staff.choices import AssignmentRole
from resources.staff.models import Cover, Person, Post, PostAssignment
from resources.staff.periods import between, words
from resources.staff.rules.absences import Window, faults, within, without
from resources.staff.touched import Touched, absences_in, touched_posts

from . import absence_telling as telling


@dataclass(frozen=True)
class Named:
    """A person covers a post in these windows, because of somebody's absence."""

    post: Post
    person: Person
    windows: Sequence[Window]
    reason: str = ""


def name_cover(
    post: Post, person: Person, window: Window, *, reason: str = "", actor: Person | None, now: datetime
) -> list[Cover]:
    """Name who stands in; whoever was named for a part of that time before is relieved of that part. The same again: nothing new.

    Raises Forbidden, Invalid (a faulty time, a person who cannot: away, out of use, or the post's own A or B).
    """
    require_cover(actor, post)
    if faults(window, now):
        raise Invalid("period", _("请填写将来结束的时间，开始不早于7天前，最长一年。"))
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _require_free(person, post, [window])
        there = Cover.objects.filter(post=post, person=person, period=DateTimeTZRange(*window), cancelled_at=None)
        if there.exists():
            return list(there)
        return put_covers([Named(post, person, [window], reason)], actor=actor or person, now=now)


def cancel_cover(cover: Cover, *, actor: Person | None, now: datetime) -> Cover:
    """Nobody stands in any more from now on. Again: nothing. Refused while A and B are both away: name another one instead."""
    require_cover(actor, cover.post)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=cover.post_id)
        locked = Cover.objects.select_for_update(of=("self",)).select_related("post", "person").get(pk=cover.pk)
        if locked.cancelled_at is not None or locked.period.upper <= now:
            return locked
        rest = Window(max(now, locked.period.lower), locked.period.upper)
        _cut(locked, rest, actor, now)
        if _is_unmanned(locked.post, rest):
            raise Refused("needed", _("这段时间A角和B角都不在岗，请为岗位另外指定顶岗人，原顶岗自动解除。"))
    return locked


def require_covers(person: Person, touched: Sequence[Touched], covers: Mapping[int, Person]) -> list[Named]:
    """What is to be covered, by whom. Raises Refused where A and B would both be away and nobody is named, Invalid for who cannot."""
    for one in touched:
        if one.needed and one.post.pk not in covers:
            raise _unmanned(one, person)
    named = [
        Named(one.post, covers[one.post.pk], one.wanted) for one in touched if one.wanted and one.post.pk in covers
    ]
    for cover in named:
        if cover.person.pk == person.pk:
            raise Invalid("self", _("离岗的人不能给自己的岗位顶岗，请另选他人。"))
        _require_free(cover.person, cover.post, cover.windows)
    return named


def put_covers(named: Sequence[Named], *, actor: Person, now: datetime) -> list[Cover]:
    """Write covers that have been checked, and tell the people. The caller holds the posts' row locks."""
    made = []
    for one in named:
        for window in one.windows:
            _relieve(one.post, window, actor, now)
            cover = Cover.objects.create(
                post=one.post,
                person=one.person,
                period=DateTimeTZRange(*window),
                reason=one.reason.strip(),
                named_by=actor,
                named_at=now,
            )
            _note("cover_named", cover, actor, now)
            telling.cover_named(cover, now)
            made.append(cover)
    return made


def release_covers(person: Person, freed: Window, *, actor: Person | None, now: datetime) -> None:
    """Somebody is there in this time after all: whoever covered their posts need not, as long as these are theirs."""
    held = PostAssignment.objects.filter(person=person, validity__overlap=DateTimeTZRange(*freed))
    for row in held.select_related("post").order_by("pk"):
        part = within(freed, row.validity.lower, row.validity.upper)
        if part is not None:
            _relieve(row.post, part, actor, now)


def _relieve(post: Post, window: Window, actor: Person | None, now: datetime) -> None:
    for cover in _standing(window).filter(post=post):
        _cut(cover, window, actor, now)


def _standing(window: Window) -> QuerySet[Cover]:
    rows = Cover.objects.filter(period__overlap=DateTimeTZRange(*window), cancelled_at=None)
    return rows.select_related("post", "person").order_by("pk")


def _cut(cover: Cover, window: Window, actor: Person | None, now: datetime) -> None:
    """Take the window from a cover's time; what is left before it stays the same row, what is left after it becomes another."""
    before = words(cover.period)
    left = without([Window(cover.period.lower, cover.period.upper)], [window])
    if not left:
        cover.cancelled_at = now
        cover.save(update_fields=["cancelled_at"])
    else:
        cover.period = DateTimeTZRange(*left[0])
        cover.save(update_fields=["period"])
    for part in left[1:]:
        Cover.objects.create(
            post=cover.post,
            person=cover.person,
            period=DateTimeTZRange(*part),
            reason=cover.reason,
            named_by=cover.named_by,
            named_at=cover.named_at,
        )
    _note("cover_released", cover, actor, now, period=[window.start.isoformat(), window.end.isoformat()])
    telling.cover_released(cover, before, window, now)


def _is_unmanned(post: Post, window: Window) -> bool:
    """Whether A and B are both away in a part of this time and nobody is named to cover."""
    period = DateTimeTZRange(*window)
    firsts = PostAssignment.objects.filter(post=post, role=AssignmentRole.A, validity__overlap=period)
    for first in firsts.select_related("person"):
        for gone in absences_in([first.person_id], period):
            part = within(window, gone.period.lower, gone.period.upper)
            if part and any(one.clashes for one in touched_posts(first.person, part) if one.post == post):
                return True
    return False


def _require_free(person: Person, post: Post, windows: Sequence[Window]) -> None:
    if not person.is_active:
        raise Invalid("inactive", _("%(name)s 的账号已停用，不能顶岗。"), name=person)
    for window in windows:
        period = DateTimeTZRange(*window)
        if PostAssignment.objects.filter(post=post, person=person, validity__overlap=period).exists():
            raise Invalid("holder", _("%(name)s本来就是%(post)s的A角或B角，请另选他人顶岗。"), name=person, post=post)
        away = absences_in([person.pk], period).first()
        if away is not None:
            raise Invalid("away", _("%(name)s在%(period)s也离岗，不能顶岗。"), name=person, period=words(away.period))


def _unmanned(one: Touched, person: Person) -> Refused:
    if not one.role:
        return Refused(
            "cover_away",
            _("%(period)s由%(name)s给%(post)s顶岗：请改时间，或为这段时间另外指定顶岗人。"),
            name=person,
            post=one.post,
            period=between(one.window.start, one.window.end),
        )
    clash = one.clashes[0]
    return Refused(
        "both_away",
        _("%(name)s在%(period)s也离岗，%(post)s的A角和B角不能同时离岗：请改时间，或指定这段时间的顶岗人。"),
        name=clash.person,
        period=between(clash.window.start, clash.window.end),
        post=one.post,
    )


def _note(code: str, cover: Cover, actor: Person | None, now: datetime, **params: Any) -> None:
    period = [cover.period.lower.isoformat(), cover.period.upper.isoformat()]
    events.write(
        code,
        at=now,
        actor=actor,
        post=cover.post,
        person=cover.person,
        text=cover.reason,
        **{"cover": cover.pk, "post_name": cover.post.name, "name": cover.person.name, "period": period, **params},
    )
