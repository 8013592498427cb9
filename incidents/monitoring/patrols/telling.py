"""What people are told of rounds."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from incidents.escalation.actions.announcing import announce
from resources.staff.models import Person

from .choices import ROUND_SUBJECT
from .models import PatrolRound

_REASSIGNED = gettext_lazy("巡检改由您负责：%(round)s")
_DUE = gettext_lazy("巡检已超时，请立即完成：%(round)s")
_CALLED = gettext_lazy("巡检超时未完成，请代为安排或完成：%(round)s")
_VACANT = gettext_lazy("巡检无人负责，请立即安排：%(round)s")
_MISSED = gettext_lazy("漏检：%(round)s")


def reassigned(one: PatrolRound, now: datetime) -> None:
    _tell(one, [one.assignee], _REASSIGNED, "reassigned", now)


def due(one: PatrolRound, now: datetime) -> None:
    _tell(one, [one.assignee], _DUE, "due", now)


def vacant(one: PatrolRound, people: Iterable[Person], now: datetime) -> None:
    _tell(one, people, _VACANT, "vacant", now)


def called(one: PatrolRound, people: Iterable[Person], now: datetime) -> None:
    _tell(one, people, _CALLED, "called", now)


def missed(one: PatrolRound, people: Iterable[Person], now: datetime) -> None:
    _tell(one, people, _MISSED, "missed", now)


def name_of(one: PatrolRound) -> str:
    """For example 瑞金医院 11-23 10:00."""
    return _("%(site)s %(at)s") % {"site": one.site.name, "at": date_format(localtime(one.starts_at), "m-d H:i")}


def _tell(one: PatrolRound, people: Iterable[Person | None], what: Promise, occasion: str, now: datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        title = str(what) % {"round": name_of(one)}
        times = {"due": date_format(localtime(one.due_at), "H:i"), "person": one.assignee or _("（无人）")}
        body = _("巡检人：%(person)s，应于 %(due)s 前完成。") % times
    announce(
        [person for person in people if person is not None],
        subject=(ROUND_SUBJECT, one.pk),
        title=title,
        body=body,
        link=reverse("patrols:round", args=[one.token]),
        key=f"patrol:{one.pk}:{occasion}",
        now=now,
        urgent=True,
    )
