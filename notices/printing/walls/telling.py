"""What people are told about walls that are late: one message for all the walls of a region, not one a wall."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from incidents.escalation.actions.announcing import announce
from incidents.response import messages, posts
from incidents.response.choices import SUBJECT as INCIDENT
from resources.staff.choices import Function
from resources.staff.models import Person
from resources.staff.queries import Line, in_line, leaders

from .models import Posting

#: walls named in a message
SHOWN: Final = 20
_NOTICE: Final = "notice"


def whom(late: Sequence[Posting], calls: int, now: datetime) -> list[Person]:
    """Who acts on site there; the second time also who is next at that post; from the third time on who informs the public about
    the incident, and the lead. Never nobody, as long as there is anybody who leads.
    """
    region, sites = late[0].site.region_id, [posting.site_id for posting in late]
    functions = [Function.ON_SITE, Function.PUBLIC_INFORMATION]
    lines = in_line(functions, region, now, sites=sites)
    found = _people(lines[Function.ON_SITE], 1 if calls == 0 else 2)
    if calls >= 2:
        found += _informing(late[0], lines[Function.PUBLIC_INFORMATION], now)
    if calls >= 2 or not found:
        found += [one.person for one in leaders(region, now, sites=sites)[:1]]
    return list(dict.fromkeys(found))


def late(postings: Sequence[Posting], people: Sequence[Person], now: datetime) -> None:
    """Urgent: it goes out in people's quiet hours too, because these walls are open now."""
    first = postings[0]
    with override(settings.LANGUAGE_CODE):
        title = ngettext(
            "%(count)s个网点的公告超时：%(subject)s", "%(count)s个网点的公告超时：%(subject)s", len(postings)
        )
        title %= {"count": len(postings), "subject": _subject(first)}
        lines = [_("%(site)s：%(state)s") % {"site": one.site, "state": one.get_state_display()} for one in postings]
        if len(lines) > SHOWN:
            lines = [*lines[:SHOWN], _("另有%(count)s个网点") % {"count": len(postings) - SHOWN}]
    announce(
        people,
        subject=(INCIDENT, first.incident_id) if first.incident_id else (_NOTICE, first.notice_id or 0),
        title=title,
        body="\n".join(lines),
        link=reverse("walls:mine"),
        key=f"walls:{first.pk}:{first.calls}:{now:%m%d%H%M}",
        now=now,
        urgent=True,
    )


def _informing(posting: Posting, line: Line, now: datetime) -> list[Person]:
    """Who was named to inform the public about the incident; else who acts for that post where the wall is."""
    named = posts.named(posting.incident_id) if posting.incident_id else {}
    person = named.get(Function.PUBLIC_INFORMATION)
    return [person] if person is not None else _people(line, 1)


def _people(line: Line, most: int) -> list[Person]:
    return [one.person for one in (line.acts, line.following)[:most] if one is not None]


def _subject(posting: Posting) -> str:
    if posting.incident is not None:
        return messages.subject(posting.incident)
    return posting.notice.title if posting.notice is not None else ""
