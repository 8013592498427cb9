"""The writers of badges and of the photos on them."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from resources.staff import events, memos, photos
from resources.staff.access import may_qualify, people_within
from resources.staff.models import Badge, Person, PersonPhoto, Post
from resources.staff.rules.badges import LONGEST_DAYS, PREFIX, number_after, written

#: people who get a badge at once: ten sheets
MOST_PEOPLE = 100
_TOKEN_BYTES = 12


@dataclass(frozen=True)
class Validity:
    """The first and the last valid day."""

    first: date
    last: date


def issue(
    person: Person, validity: Validity, *, post: Post | None = None, actor: Person | None, now: datetime
) -> Badge:
    """Give one person a badge; see issue_many."""
    return issue_many([person], validity, post=post, actor=actor, now=now)[0]


def issue_many(
    people: Sequence[Person],
    validity: Validity,
    *,
    post: Post | None = None,
    actor: Person | None,
    now: datetime,
) -> list[Badge]:
    """Give each of these people a badge, or nobody. actor None: the system.

    Raises Forbidden, Invalid (the days, an account out of use) and Refused (somebody has a badge for some of these days).
    """
    require_issuer(actor, people)
    _check(people, validity, now)
    with transaction.atomic():
        _lock(people)
        _refuse_second(people, validity)
        badges = [_make(person, post, validity, actor, now) for person in people]
        for badge in badges:
            _note("badge_issued", badge, actor, now)
            _tell(badge, now)
    return badges


def renew(badge: Badge, validity: Validity, *, actor: Person | None, now: datetime) -> Badge:
    """Give the same person another badge in place of this one, which is not valid any more from now on."""
    require_issuer(actor, [badge.person])
    _check([badge.person], validity, now)
    with transaction.atomic():
        _lock([badge.person])
        old = _locked(badge)
        with override(settings.LANGUAGE_CODE):
            old.revoked_at, old.revoked_reason = now, str(_("换发"))
        old.save(update_fields=["revoked_at", "revoked_reason"])
        _refuse_second([old.person], validity)
        new = _make(old.person, old.post, validity, actor, now)
        _note("badge_renewed", new, actor, now, replaced=old.number)
        _tell(new, now)
    return new


def revoke(badge: Badge, *, reason: str, actor: Person | None, now: datetime) -> Badge:
    """The badge is not valid any more, from now on: lost, or its person does something else."""
    require_issuer(actor, [badge.person])
    if not reason.strip():
        raise Invalid("reason", _("请填写作废原因。"))
    with transaction.atomic():
        kept = _locked(badge)
        kept.revoked_at, kept.revoked_reason = now, reason.strip()[:200]
        kept.save(update_fields=["revoked_at", "revoked_reason"])
        _note("badge_revoked", kept, actor, now, text=kept.revoked_reason)
        memos.tell(
            [kept.person],
            key=f"badge_revoked:{kept.pk}",
            title=_("统一标识%(number)s已作废"),
            body=_("原因：%(reason)s"),
            link=reverse("staff:person", args=[kept.person_id]),
            now=now,
            params={"number": kept.number, "reason": kept.revoked_reason},
        )
    return kept


def set_photo(person: Person, upload: IO[bytes], size: int, *, actor: Person, now: datetime) -> PersonPhoto:
    """Keep a photo for somebody's badge. Raises Forbidden, and Invalid for what is no photo."""
    require_issuer(actor, [person])
    jpeg = photos.encode(upload, size)
    with transaction.atomic():
        photo, _created = PersonPhoto.objects.update_or_create(
            person=person, defaults={"jpeg": jpeg, "updated_at": now}
        )
        events.write("photo_changed", at=now, actor=actor, person=person, name=str(person))
    return photo


def remove_photo(person: Person, *, actor: Person, now: datetime) -> None:
    """Delete somebody's photo; badges show initials then."""
    require_issuer(actor, [person])
    with transaction.atomic():
        deleted, _rows = PersonPhoto.objects.filter(person=person).delete()
        if deleted:
            events.write("photo_removed", at=now, actor=actor, person=person, name=str(person))


def _make(person: Person, post: Post | None, validity: Validity, actor: Person | None, now: datetime) -> Badge:
    return Badge.objects.create(
        number=_next_number(now.astimezone(SHANGHAI).year),
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        person=person,
        post=post,
        valid_from=validity.first,
        valid_until=validity.last,
        issued_at=now,
        issued_by=actor or person,
    )


def _next_number(year: int) -> str:
    """One at a time: whoever issues holds a lock until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('badge_number'))")
    last = Badge.objects.filter(number__startswith=f"{PREFIX}{year}-").order_by("-pk").values_list("number", flat=True)
    return written(year, number_after(last.first(), year))


def _lock(people: Collection[Person]) -> None:
    keys = [person.pk for person in people]
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _locked(badge: Badge) -> Badge:
    kept = Badge.objects.select_for_update(of=("self",)).select_related("person", "post").get(pk=badge.pk)
    if kept.revoked_at is not None:
        raise Refused("badge_revoked", _("统一标识%(number)s已经作废。"), number=kept.number)
    return kept


def _check(people: Collection[Person], validity: Validity, now: datetime) -> None:
    if not people:
        raise Invalid("nobody", _("请至少填写一名人员。"))
    if len(people) > MOST_PEOPLE:
        raise Invalid("too_many", _("一次最多签发%(most)d个。"), most=MOST_PEOPLE)
    inactive = next((person for person in people if not person.is_active), None)
    if inactive is not None:
        raise Invalid("inactive", _("%(name)s 的账号已停用，不能签发统一标识。"), name=inactive)
    if validity.last < validity.first or validity.last < now.astimezone(SHANGHAI).date():
        raise Invalid("badge_days", _("有效期必须在生效日期之后，并且不早于今天。"))
    if (validity.last - validity.first).days > LONGEST_DAYS:
        raise Invalid("badge_long", _("统一标识的有效期最长三年。"))


def _refuse_second(people: Collection[Person], validity: Validity) -> None:
    other = (
        Badge.objects.filter(
            person__in=people, revoked_at=None, valid_from__lte=validity.last, valid_until__gte=validity.first
        )
        .select_related("person")
        .first()
    )
    if other is not None:
        raise Refused(
            "badge_exists",
            _("%(name)s已有统一标识%(number)s，有效期至%(until)s。请换发或先作废那一个。"),
            name=other.person,
            number=other.number,
            until=other.valid_until.isoformat(),
        )


def _note(code: str, badge: Badge, actor: Person | None, now: datetime, text: str = "", **params: str) -> None:
    events.write(
        code,
        at=now,
        actor=actor,
        person=badge.person,
        post=badge.post,
        text=text,
        name=str(badge.person),
        number=badge.number,
        valid_from=badge.valid_from.isoformat(),
        valid_until=badge.valid_until.isoformat(),
        **params,
    )


def _tell(badge: Badge, now: datetime) -> None:
    memos.tell(
        [badge.person],
        key=f"badge_issued:{badge.pk}",
        title=_("统一标识%(number)s已签发，有效期至%(until)s"),
        link=reverse("staff:person", args=[badge.person_id]),
        now=now,
        params={"number": badge.number, "until": badge.valid_until.isoformat()},
    )


def require_issuer(actor: Person | None, people: Collection[Person]) -> None:
    """Who issues badges, for people of their own regions. Raises Forbidden."""
    if not may_qualify(actor):
        raise Forbidden("not_yours", _("只有总指挥、值班经理或系统管理员可以签发统一标识和修改照片。"))
    if actor is None:
        return
    keys = {person.pk for person in people}
    if people_within(actor).filter(pk__in=keys).count() < len(keys):
        raise Forbidden("not_your_people", _("名单中有您不负责的区域的人员。"))
