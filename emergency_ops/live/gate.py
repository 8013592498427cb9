"""Who may listen, and to what: somebody who is logged in, or a screen with an address of the wall; asked again every minute.

A topic that is refused is left out; the stream goes on with the others.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host
from django.utils.crypto import constant_time_compare

from emergency_ops.lib import clock
from resources.staff.access_wall import shown_by
from resources.staff.actions.feeds import digest_of
from resources.staff.models import Person, WallLink

from .topics import permitted


def session_of(cookies: str) -> str:
    """The session's key in a Cookie header; "" without one."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def allowed_origin(headers: Mapping[str, str]) -> bool:
    """Whether the page that asks is on this very host, whatever its port; and the host one of ours."""
    host = split_domain_port(headers.get("host", ""))[0]
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        return False
    origin = headers.get("origin", "")
    if not origin:
        return headers.get("sec-fetch-site", "same-origin") != "cross-site"
    try:
        named = urlsplit(origin).hostname
    except ValueError:
        return False
    return named is not None and named == host.strip("[]")


def admitted(session: str, screen: str, topics: Collection[str]) -> tuple[str, frozenset[str]]:
    """(whose session or screen's address it is, which of the topics they may hear of); ("", none) for nobody."""
    owner = owner_of_screen(screen) if screen else owner_of_session(session)
    return owner, permitted(topics, owner) if owner else frozenset()


def owner_of_session(key: str) -> str:
    """ "person.<id>" of the person whose live session this is; "" for nobody."""
    return "".join(owners_of_sessions([key]).values()) if key else ""


def owner_of_screen(secret: str) -> str:
    """ "screen.<id>" of a screen's address in use; "" where there is none."""
    link = WallLink.objects.select_related("created_by").filter(digest=digest_of(secret), revoked_at=None).first()
    return f"screen.{link.pk}" if link is not None and shown_by(link) else ""


def owners_of_sessions(keys: Collection[str]) -> dict[str, str]:
    """By session the person whose it is, in two queries; those that have ended are left out."""
    found = _sessions(keys, clock.now())
    people = {
        str(person.pk): person
        for person in Person.objects.filter(pk__in={who for who, _ in found.values()}, is_active=True)
    }
    return {
        key: f"person.{who}"
        for key, (who, hashed) in found.items()
        if who in people and _is_current(people[who], hashed)
    }


def still_in_use(owners: Collection[str]) -> set[str]:
    """Which of these screens' addresses are in use."""
    ids = [owner.partition(".")[2] for owner in owners if owner.startswith("screen.")]
    links = WallLink.objects.select_related("created_by").filter(pk__in=ids, revoked_at=None)
    return {f"screen.{link.pk}" for link in links if shown_by(link)}


def _sessions(keys: Collection[str], now: datetime) -> dict[str, tuple[str, str]]:
    """By key (the person's id, the hash that goes with their password)."""
    found = {}
    for row in Session.objects.filter(session_key__in=keys, expire_date__gt=now):
        data = SessionStore().decode(row.session_data)
        if SESSION_KEY in data and BACKEND_SESSION_KEY in data:
            found[row.session_key] = (str(data[SESSION_KEY]), str(data.get(HASH_SESSION_KEY, "")))
    return found


def _is_current(person: Person, hashed: str) -> bool:
    known = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(constant_time_compare(one, hashed) for one in known)


def fresh_connection() -> None:
    """Before each visit to the database from a thread that lives long."""
    close_old_connections()
