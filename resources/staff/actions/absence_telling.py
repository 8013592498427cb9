"""Who is told what about absences, handovers and covers."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.roles import Role
from resources.network.regions import parents
from resources.staff.choices import HandoverState
from resources.staff.memos import tell
from resources.staff.models import Absence, Cover, Handover, Person, Post
from resources.staff.periods import between, minute, words
from resources.staff.rules.absences import Window
from resources.staff.touched import Touched


def managers_of(post: Post) -> list[Person]:
    """Who is told when a post's handover goes wrong: its head, else the managers of the nearest region that has any."""
    if post.head is not None and post.head.is_active:
        return [post.head]
    codes = [post.region_id, *parents(post.region_id)]
    managers = Person.objects.filter(is_active=True, groups__name=Role.MANAGER, regions__in=codes).distinct()
    found: dict[str, list[Person]] = {}
    for person in managers.prefetch_related("regions"):
        for region in person.regions.all():
            found.setdefault(region.pk, []).append(person)
    return next((found[code] for code in codes if code in found), [])


def planned(absence: Absence, touched: Sequence[Touched], actor: Person | None, now: datetime) -> None:
    """The A of each post whose B goes, and the person themselves when somebody else reported it."""
    params = {"name": absence.person, "period": _words(absence)}
    for post in touched:
        if post.role and not post.is_a:
            _tell(
                post.others,
                f"absence:{absence.pk}:b:{post.post.pk}:{absence.period.upper.isoformat()}",
                _("B角%(name)s离岗：%(post)s"),
                _("%(name)s%(period)s离岗，这段时间%(post)s没有B角接替您。"),
                absence,
                now,
                {**params, "post": post.post},
            )
    if actor is not None and actor.pk != absence.person_id:
        told = {**params, "actor": actor}
        key = f"absence:{absence.pk}:reported:{absence.period.upper.isoformat()}"
        _tell(
            [absence.person], key, _("已为您登记离岗"), _("%(actor)s为您登记了离岗：%(period)s。"), absence, now, told
        )


def extended(absence: Absence, actor: Person | None, now: datetime) -> None:
    _tell_takers(absence, "extended", _("%(name)s延长离岗：%(post)s"), _("离岗延长，您继续代行：%(period)s。"), now)


def ended(absence: Absence, actor: Person | None, now: datetime) -> None:
    text = _("%(name)s已返岗，从现在起由其本人负责。请交回材料，并写明期间办理的事项。")
    _tell_takers(absence, "ended", _("%(name)s提前返岗：%(post)s"), text, now)


def cancelled(absence: Absence, actor: Person | None, now: datetime) -> None:
    _tell_takers(absence, "cancelled", _("%(name)s取消离岗：%(post)s"), _("离岗取消，您无需代行：%(period)s。"), now)


def proposed(handover: Handover, now: datetime) -> None:
    """The taker; the manager as well when it is late or impossible."""
    if handover.state == HandoverState.IMPOSSIBLE:
        title = _("请代行：%(post)s（%(giver)s离岗，未能交接）")
        text = _("%(giver)s%(period)s离岗，来不及交接。这段时间由您代行%(post)s的职责。")
    else:
        title = _("请确认交接：%(post)s（%(giver)s离岗）")
        text = _("%(giver)s%(period)s离岗，由您代行%(post)s的职责。请在%(due)s前核对材料并确认。")
    _about(handover, "proposed", [handover.taker], title, text, now)
    if handover.taker is None:
        text = _("%(giver)s%(period)s离岗，%(post)s没有人能代行，请指定顶岗人。")
        _about(handover, "nobody", managers_of(handover.post), _("无人代行：%(post)s"), text, now)
    elif handover.late:
        text = _("%(giver)s离岗前不足24小时才登记，由%(taker)s代行，请留意交接情况。")
        _about(handover, "late", managers_of(handover.post), _("临时交接：%(post)s"), text, now)


def accepted(handover: Handover, now: datetime) -> None:
    _about(
        handover, "accepted", [handover.giver], _("%(taker)s已确认交接：%(post)s"), _("%(taker)s已接手%(post)s。"), now
    )


def declined(handover: Handover, now: datetime) -> None:
    title = _("%(taker)s对交接有异议：%(post)s")
    text = _("理由：%(answer)s\n在另行安排之前，仍由%(taker)s代行。")
    _about(handover, "declined", [handover.giver, *managers_of(handover.post)], title, text, now)


def returned(handover: Handover, actor: Person, now: datetime) -> None:
    people = [one for one in (handover.giver, handover.taker) if one is not None and one.pk != actor.pk]
    _about(handover, "returned", people, _("已交回：%(post)s"), _("期间办理：%(return_note)s"), now)


def overdue(handover: Handover, now: datetime) -> None:
    """Not accepted in time: the taker is reminded and the manager told."""
    text = _("%(giver)s%(period)s离岗，%(post)s的交接应在%(due)s前确认。无论是否确认，都由%(taker)s代行。")
    people = [handover.taker, *managers_of(handover.post)]
    _about(handover, "overdue", people, _("交接超过时限未确认：%(post)s"), text, now)


def not_returned(handover: Handover, now: datetime) -> None:
    text = _("%(giver)s的离岗已结束，%(post)s还没有交回。请%(taker)s交回材料，并写明期间办理的事项。")
    key = f"not_returned:{handover.absence.period.upper.isoformat()}"
    _about(handover, key, [handover.taker, handover.giver], _("请交回：%(post)s"), text, now)


def cover_named(cover: Cover, now: datetime) -> None:
    params = {"post": cover.post, "period": _period(cover.period.lower, cover.period.upper)}
    tell(
        [cover.person],
        key=f"cover:{cover.pk}",
        title=_("请顶岗：%(post)s"),
        body=_("%(period)s，%(post)s的A角和B角都不能到岗时由您顶岗。"),
        link=reverse("staff:covers"),
        now=now,
        params=params,
    )


def cover_released(cover: Cover, before: str, window: Window, now: datetime) -> None:
    tell(
        [cover.person],
        key=f"cover:{cover.pk}:released:{window.start:%Y%m%d%H%M}:{now:%Y%m%d%H%M%S}",
        title=_("无需顶岗：%(post)s"),
        body=_("原定%(before)s由您顶岗，其中%(period)s不再需要。"),
        link=reverse("staff:covers"),
        now=now,
        params={"post": cover.post, "before": before, "period": _period(window.start, window.end)},
    )


def _tell_takers(absence: Absence, what: str, title: Promise, text: Promise, now: datetime) -> None:
    standing = absence.handovers.exclude(state__in=[HandoverState.CANCELLED, HandoverState.RETURNED])
    for handover in standing.select_related("post", "taker", "giver", "absence"):
        handover.absence = absence
        key = f"{what}:{absence.period.upper.isoformat()}"
        _about(handover, key, [handover.taker], title, text, now)


def _about(
    handover: Handover, what: str, people: Iterable[Person | None], title: Promise, text: Promise, now: datetime
) -> None:
    with override(settings.LANGUAGE_CODE):
        params = {
            "post": handover.post,
            "giver": handover.giver,
            "name": handover.giver,
            "taker": handover.taker or "",
            "period": _words(handover.absence),
            "due": minute(handover.due_at),
            "answer": handover.answer,
            "return_note": handover.return_note or "—",
        }
    tell(
        [person for person in people if person is not None],
        key=f"handover:{handover.pk}:{what}",
        title=title,
        body=text,
        link=reverse("staff:handover", args=[handover.pk]),
        now=now,
        params=params,
    )


def _tell(
    people: Iterable[Person],
    key: str,
    title: Promise,
    text: Promise,
    absence: Absence,
    now: datetime,
    params: dict[str, object],
) -> None:
    link = reverse("staff:absence", args=[absence.pk])
    tell(people, key=key, title=title, body=text, link=link, now=now, params=params)


def _words(absence: Absence) -> str:
    with override(settings.LANGUAGE_CODE):
        return words(absence.period)


def _period(start: datetime, end: datetime) -> str:
    with override(settings.LANGUAGE_CODE):
        return between(start, end)
