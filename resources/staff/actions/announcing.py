"""Tells people which shifts they got and lost: one memo a person and change, however many shifts it is about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from emergency_ops.lib.clock import SHANGHAI
from resources.staff import memos
from resources.staff.models import Person, Post

#: so many shifts are named in a memo; of the rest it gives the number
NAMED = 10


@dataclass(frozen=True)
class Slot:
    """A shift as a memo names it."""

    label: str
    begins: datetime
    ends: datetime


@dataclass
class Moves:
    """What a change gave to people and took from them, by the person's primary key."""

    gained: dict[int, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[int, list[Slot]] = field(default_factory=lambda: defaultdict(list))

    def give(self, person: int | None, slot: Slot) -> None:
        if person is not None:
            self.gained[person].append(slot)

    def take(self, person: int | None, slot: Slot) -> None:
        if person is not None:
            self.lost[person].append(slot)

    def people(self) -> list[int]:
        return sorted({*self.gained, *self.lost})


def announce(moves: Moves, post: Post, *, key: str, actor: Person | None, now: datetime, reason: str = "") -> None:
    """Tell everybody but the actor, in the caller's transaction. key: names the change, at most 60 characters."""
    people = Person.objects.in_bulk(moves.people())
    with override(settings.LANGUAGE_CODE):
        for pk, person in sorted(people.items()):
            if actor is not None and actor.pk == pk:
                continue
            memos.tell(
                [person],
                key=f"duty:{key}",
                title=_("%(post)s的值班有变动") % {"post": post},
                body=_body(moves.gained.get(pk, []), moves.lost.get(pk, []), reason),
                link=reverse("staff:my_duty"),
                now=now,
            )


def _body(gained: list[Slot], lost: list[Slot], reason: str) -> str:
    parts = []
    if gained:
        parts += [_("新安排给您的班次："), *_lines(gained)]
    if lost:
        parts += [_("不再由您值的班次："), *_lines(lost)]
    if reason:
        parts.append(_("原因：%(reason)s") % {"reason": reason})
    return "\n".join(parts)


def _lines(slots: Iterable[Slot]) -> list[str]:
    ordered = sorted(slots, key=lambda slot: slot.begins)
    lines = [f"{slot_words(slot.begins, slot.ends)} {slot.label}" for slot in ordered[:NAMED]]
    rest = len(ordered) - NAMED
    if rest > 0:
        lines.append(ngettext("另有 %(count)d 个班次", "另有 %(count)d 个班次", rest) % {"count": rest})
    return lines


def slot_words(begins: datetime, ends: datetime) -> str:
    """11-23 20:00–次日 08:00."""
    begins, ends = begins.astimezone(SHANGHAI), ends.astimezone(SHANGHAI)
    until = ends.strftime("%H:%M")
    if ends.date() > begins.date():
        until = _("次日 %(time)s") % {"time": until}
    return f"{begins:%m-%d %H:%M}–{until}"
