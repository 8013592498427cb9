"""Where a code leads. What a person may not see is not found, as if it did not exist."""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from incidents.monitoring.patrols.access import may_record
from incidents.monitoring.patrols.queries import due_at_site
from incidents.response.dispatch.choices import DispatchState
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.scanning import split, words_of
from notices.printing.walls.access import postings_for
from resources.inventory.views.scanning import target as inventory_target
from resources.network.access import sites_for, terminals_for
from resources.network.models import Site
from resources.staff.models import Person

#: somebody who is expected at a site and has not said that they are there
_COMING = (DispatchState.ACCEPTED, DispatchState.UNDER_WAY)


def target(person: Person, text: str, now: datetime) -> str | None:
    """The address of the page for what was scanned or typed; None for what nobody knows."""
    plain = text.replace("\0", "")  # PostgreSQL knows no such text
    return next(filter(None, (find(person, plain, now) for find in _FINDERS)), None)


def _terminal(person: Person, text: str, now: datetime) -> str | None:
    """Its part of the round that is due, else the dispatch that leads here, else its page."""
    rows = terminals_for(person).select_related("site__region").filter(code__in=_spellings(text))
    terminal = rows.first()
    if terminal is None:
        return None
    due = due_at_site(person, terminal.site, now) if may_record(person) else None
    if due is not None:
        return f"{reverse('patrols:round', args=[due.token])}?code={quote(terminal.code)}"
    return _arrival(person, terminal.site, terminal.code) or reverse("network:terminal", args=[terminal.code])


def _site(person: Person, text: str, now: datetime) -> str | None:
    """Arrival: of a dispatch, then on the round that is due; else the site's page."""
    site = sites_for(person).select_related("region").filter(code__in=_spellings(text)).first()
    if site is None:
        return None
    if arrival := _arrival(person, site, site.code):
        return arrival
    due = due_at_site(person, site, now) if may_record(person) else None
    if due is not None:
        return f"{reverse('patrols:round', args=[due.token])}?site={quote(site.code)}"
    return reverse("network:site", args=[site.code])


def _arrival(person: Person, site: Site, code: str) -> str | None:
    row = Dispatch.objects.filter(person=person, site=site, state__in=_COMING).order_by("needed_by", "pk").first()
    return f"{reverse('dispatch:scan', args=[row.pk])}?code={quote(code)}" if row else None


def _sheet(person: Person, text: str, now: datetime) -> str | None:
    """A notice on a wall: what is to be done with it, for those who see the wall; else what it says to anybody."""
    path = split(text).path
    code = path.removeprefix("/v/").strip("/").upper()
    if not path.startswith("/v/") or not code or "/" in code:
        return None
    posting = postings_for(person).filter(sheet__check_code=code).order_by("-created_at").first()
    return reverse("walls:posting", args=[posting.pk]) if posting else reverse("sheet-check", args=[code])


def _inventory(person: Person, text: str, now: datetime) -> str | None:
    return inventory_target(person, text)


def _own_address(person: Person, text: str, now: datetime) -> str | None:
    """Any other page of this system that a code names; never another host, nor this page again."""
    parts = split(text)
    if parts.path == reverse("scanning:page"):
        return None
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    try:
        resolve(parts.path)
    except Resolver404:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _spellings(text: str) -> set[str]:
    """The words of a text as codes are written: as they are, and in capitals."""
    words = words_of(text)
    return words | {word.upper() for word in words}


Finder = Callable[[Person, str, datetime], str | None]
_FINDERS: Sequence[Finder] = (_sheet, _terminal, _site, _inventory, _own_address)
