"""Sheets that still hang, or are to come down, when an incident's trouble is over."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from incidents.response.leftovers import Leftover, register
from incidents.response.models import Incident
from resources.staff.models import Person

from .access import postings_for
from .choices import PostingState


def still_up(incident: Incident, person: Person) -> Iterator[Leftover]:
    """Those without a notice come down with their incident; the others when their notice is withdrawn or expires."""
    due = Q(state=PostingState.TO_TAKE_DOWN) | Q(state=PostingState.POSTED, notice=None)
    sites = postings_for(person).filter(due, incident=incident).values("site").distinct().count()
    if sites:
        text = ngettext("%(count)s个网点的张贴公告待取下。", "%(count)s个网点的张贴公告待取下。", sites)
        yield Leftover(text % {"count": sites}, f"{reverse('walls:list')}?{urlencode({'incident': incident.number})}")


register(still_up)
