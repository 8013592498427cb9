"""Reads: where a notice is to be shown, where it is shown, what shows where now."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.fields import CharField

from incidents.response.diagnosis.models import TerminalScreen
from incidents.response.diagnosis.queries import heard_lately
from notices.content.choices import Language
from notices.content.models import Notice, NoticeSite
from notices.content.nearby import Atlas, Candidate
from resources.network.access import terminals_for, within
from resources.network.choices import TerminalStatus
from resources.network.models import Site, Terminal

from .choices import OPEN, Places
from .models import ScreenChoice, ScreenText

#: how far a site nearby is
NEAR_KM: Final = 3.0
ONLINE, SILENT = "online", "silent"


def choice_of(notice: Notice) -> ScreenChoice:
    """Where the notice is shown; not saved where nobody has chosen."""
    return ScreenChoice.objects.filter(notice=notice).first() or ScreenChoice(notice=notice)


def chosen(notice: Notice, choice: ScreenChoice) -> list[int]:
    """Ids of the terminals on which the notice is to be shown: those that are in use, of the places that were chosen."""
    terminals = Terminal.objects.filter(status=TerminalStatus.IN_SERVICE).exclude(pk__in=choice.without)
    match choice.places:
        case Places.NONE:
            return []
        case Places.SITES:
            terminals = terminals.filter(site__in=choice.sites)
        case Places.TERMINALS:
            terminals = terminals.filter(pk__in=choice.terminals)
        case _:
            sites = set(NoticeSite.objects.filter(notice=notice).values_list("site_id", flat=True))
            terminals = terminals.filter(site__in=sites | nearby(sites) if choice.neighbours else sites)
    return list(terminals.order_by("pk").values_list("pk", flat=True))


def nearby(sites: Collection[int]) -> set[int]:
    """Ids of other sites within NEAR_KM of these. Two queries."""
    placed = Site.objects.filter(latitude__isnull=False, longitude__isnull=False)
    others = _placed(placed.exclude(pk__in=sites))
    atlas = Atlas(Candidate(pk, "", "", latitude, longitude) for pk, latitude, longitude in others)
    here = _placed(placed.filter(pk__in=sites))
    return {one.pk for _pk, latitude, longitude in here for one in atlas.within(latitude, longitude, NEAR_KM)}


def _placed(sites: QuerySet[Site]) -> list[tuple[int, float, float]]:
    rows = sites.values_list("pk", "latitude", "longitude")
    return [
        (pk, latitude, longitude) for pk, latitude, longitude in rows if latitude is not None and longitude is not None
    ]


def sentence_of(notice: Notice) -> str:
    """The approved sentence that is shown, in Chinese."""
    texts = notice.texts.filter(version=notice.approved_version or notice.version, language=Language.ZH)
    return texts.values_list("short", flat=True).first() or ""


def with_reach(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Adds `reach`: whether the row's terminal has reported lately, ONLINE or SILENT."""
    told = When(heard_lately(now), then=Value(ONLINE))
    annotated: QuerySet[Any] = rows.annotate(reach=Case(told, default=Value(SILENT), output_field=CharField()))
    return annotated


def texts_of(person: Any, notice: Notice, now: datetime) -> QuerySet[ScreenText]:
    """The notice's texts on the terminals that the person sees, with all that a row of the list needs."""
    rows = within(ScreenText.objects.filter(notice=notice), person, "terminal__site__region__code")
    return with_reach(rows.select_related("terminal__site", "terminal__screen", "command"), now)


def showing_now(person: Any, now: datetime) -> QuerySet[TerminalScreen]:
    """What stands on the screens that the person sees, by the terminals' last word, with `text_state`: how far its notice is there."""
    rows = within(TerminalScreen.objects.exclude(text=""), person, "terminal__site__region__code")
    current = rows.filter(Q(until=None) | Q(until__gt=now)).select_related("terminal__site", "command__requested_by")
    showing: QuerySet[TerminalScreen] = with_reach(current, now)
    return showing.annotate(text_state=F("terminal__screen_slot__showing__state"))


def screen_of(terminal: Terminal) -> TerminalScreen | None:
    return TerminalScreen.objects.select_related("command__requested_by").filter(terminal=terminal).first()


def open_texts_of(terminal: Terminal) -> QuerySet[ScreenText]:
    """What is open at a terminal, the one that is to be shown first."""
    return (
        ScreenText.objects.filter(terminal=terminal, state__in=OPEN)
        .select_related("notice")
        .order_by("-wanted_at", "-pk")
    )


def visible_ids(person: Any, codes: Iterable[str]) -> list[int]:
    """Ids of the terminals of these codes that the person sees."""
    return list(terminals_for(person).filter(code__in=list(codes)).values_list("pk", flat=True))
