"""A notice that still tells the public of an incident's trouble when that is over."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.response.leftovers import Leftover, register
from incidents.response.models import Incident
from resources.staff.models import Person

from .access import notices_for
from .choices import NoticeKind, NoticeStatus


def still_public(incident: Incident, person: Person) -> Iterator[Leftover]:
    """A recovery notice is meant to stay until it expires."""
    rows = notices_for(person).filter(incident=incident, status=NoticeStatus.ISSUED)
    for number, title in rows.exclude(kind=NoticeKind.ALL_CLEAR).values_list("number", "title"):
        text = _("公告%(number)s“%(title)s”仍对公众显示：请发布恢复公告，或撤回。") % {"number": number, "title": title}
        yield Leftover(text, reverse("content:notice", args=[number]))


register(still_public)
