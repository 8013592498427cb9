"""Files of incidents and of their substitutes: who sees them, and what the timeline tells of them. Imported when the app is ready."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from emergency_ops.lib.roles import has_role
from emergency_ops.lib.wording import listed
from resources.attachments import queries, registry
from resources.attachments.models import Attachment
from resources.staff.access import DIRECTORY_ROLES
from resources.staff.models import Person

from . import timeline
from .access import incidents_for, substitutes_of
from .choices import SUBJECT, EntryKind
from .folding import folded
from .models import Incident, Substitute, TimelineEntry

SUBSTITUTE = "substitute"
#: in an entry's params: the ids of the files that were added with it
IDS = "attachments"


def params_of(attachments: Sequence[Attachment]) -> dict[str, object]:
    """What an entry keeps of files that were added with it: ids, how many, their names."""
    with override(settings.LANGUAGE_CODE):
        names = listed(attachment.name for attachment in attachments)
    return {IDS: [attachment.pk for attachment in attachments], "count": len(attachments), "names": names}


def told_with_files(entries: Iterable[TimelineEntry], reader: Person) -> list[timeline.Told]:
    """Entries as the timeline shows them, with the files that they were written with; one query for those of all.

    What the system did many times at once is folded into one.
    """
    rows = list(entries)
    files = files_of(rows)
    links = has_role(reader, *DIRECTORY_ROLES)
    found = ((row, [files[key] for key in row.params.get(IDS, ()) if key in files]) for row in rows)
    return folded((row, timeline.told(row, attachments, links=links)) for row, attachments in found)


def files_of(entries: Iterable[TimelineEntry]) -> Mapping[int, Attachment]:
    """The files of these entries by id; no query where there are none."""
    ids = {key for entry in entries for key in entry.params.get(IDS, ())}
    return queries.by_id(ids) if ids else {}


def _sees_incident(person: Person, incident: int) -> bool:
    return incidents_for(person).filter(pk=incident).exists()


def _sees_substitute(person: Person, substitute: int) -> bool:
    found = Substitute.objects.select_related("incident").filter(pk=substitute).first()
    if found is None or not _sees_incident(person, found.incident_id):
        return False
    return substitutes_of(person, found.incident).filter(pk=substitute).exists()


def _page_of_incident(incident: int) -> str:
    return reverse("incidents:detail", args=[Incident.objects.values_list("number", flat=True).get(pk=incident)])


def _page_of_substitute(substitute: int) -> str:
    number = Substitute.objects.values_list("incident__number", flat=True).get(pk=substitute)
    return reverse("incidents:substitute", args=[number, substitute])


def _hidden(attachment: Attachment, actor: Person, now: datetime) -> None:
    incident = Incident.objects.get(pk=attachment.subject_id)
    params = {"name": attachment.name}
    text = attachment.hidden_reason
    timeline.write(incident, EntryKind.ATTACHMENT, "attachment_hidden", now=now, actor=actor, params=params, text=text)


def _hidden_of_substitute(attachment: Attachment, actor: Person, now: datetime) -> None:
    substitute = Substitute.objects.select_related("incident").get(pk=attachment.subject_id)
    params = {"name": attachment.name, "substitute": substitute.pk}
    timeline.write(
        substitute.incident,
        EntryKind.ATTACHMENT,
        "attachment_hidden",
        now=now,
        actor=actor,
        params=params,
        text=attachment.hidden_reason,
    )


registry.register(SUBJECT, visible_to=_sees_incident, back=_page_of_incident, on_hide=_hidden)
registry.register(SUBSTITUTE, visible_to=_sees_substitute, back=_page_of_substitute, on_hide=_hidden_of_substitute)
