"""Finding whom a note means, and telling them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid
from emergency_ops.lib.wording import listed
from incidents.escalation.actions.announcing import announce
from incidents.response.actions.moving import Move
from incidents.response.choices import SUBJECT
from incidents.response.command.people import around, who_see
from incidents.response.messages import subject
from incidents.response.models import Incident, TimelineEntry
from resources.staff.models import Person

from .rules import candidates, mentions_in


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Who is meant, each with the name as it was written."""

    people: Sequence[tuple[Person, str]] = field(default_factory=tuple)

    @property
    def params(self) -> dict[str, Any]:
        """What the entry keeps; nothing where nobody is meant."""
        return {"mentions": [[person.pk, name] for person, name in self.people]} if self.people else {}


def mentioned_in(incident: Incident, text: str) -> Mentioned:
    """Those of the incident's people whom @ in the text means. Raises Invalid for a name that several of them have."""
    wanted = candidates(text)
    if not wanted:
        return Mentioned()
    named = around(incident).annotate(lower_name=Lower("name"), lower_username=Lower("username"))
    people = {person.pk: person for person in named.filter(Q(lower_name__in=wanted) | Q(lower_username__in=wanted))}
    seeing = who_see(incident, people.values())
    known: dict[str, list[int]] = defaultdict(list)
    for person in seeing:
        for name in {person.name.lower(), person.username.lower()}:
            known[name].append(person.pk)
    return Mentioned([_one(name, [people[key] for key in keys]) for name, keys in _meant(text, known)])


def tell(move: Move, entry: TimelineEntry, mentioned: Mentioned) -> None:
    """One message to each, but to whoever wrote it."""
    recipients = [person for person, _name in mentioned.people if person != move.actor]
    incident = move.incident
    with override(settings.LANGUAGE_CODE):
        names = {"who": move.actor, "subject": subject(incident)}
        title = gettext("%(who)s在处置记录中提到您：%(subject)s") % names
    announce(
        recipients,
        subject=(SUBJECT, incident.pk),
        title=title[:200],
        body=entry.text,
        link=reverse("incidents:detail", args=[incident.number]),
        key=f"mention:{entry.pk}",
        now=move.now,
    )


def _meant(text: str, known: dict[str, list[int]]) -> list[tuple[str, tuple[int, ...]]]:
    return [(mention.name, mention.people) for mention in mentions_in(text, known)]


def _one(name: str, people: Sequence[Person]) -> tuple[Person, str]:
    if len(people) > 1:
        raise Invalid(
            "ambiguous_mention",
            _("有%(count)s位“%(name)s”，请改用用户名：%(usernames)s。"),
            count=len(people),
            name=name,
            usernames=listed(sorted(f"@{person.username}" for person in people)),
        )
    return people[0], name
