"""Incidents in the search over everything: by number and title, and the open ones by the sites at which they are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.searching import Hit, Names, Query, Source, Tier, register, tier
from emergency_ops.lib.sifting import codes_begin, contain, sifted
from resources.network.access import sites_for
from resources.network.pinyin import sounds
from resources.network.searched import site_conditions

from .access import incidents_for
from .choices import OPEN_STATUSES
from .models import Incident, IncidentTerminal


def find(person: Any, query: Query) -> Iterable[Hit]:
    named = Q()
    for word in query.words:
        named &= contain(word, "number", "title")
    is_open = Q(status__in=OPEN_STATUSES)
    begins = codes_begin(query, "number")
    wanted = (is_open & (begins | named | _at_sites(person, query)), begins, named)
    for incident in sifted(incidents_for(person), *wanted, order=("-opened_at", "-pk")):
        yield _hit(incident, query)


def _at_sites(person: Any, query: Query) -> Q:
    """At a site that is called so, of those that the person sees."""
    begins, anywhere = site_conditions(query)
    sites = sites_for(person).filter(begins | anywhere).values("pk")
    terminals = IncidentTerminal.objects.filter(incident=OuterRef("pk"), until=None)
    return Q(Exists(terminals.filter(terminal__site__in=sites)))


def _hit(incident: Incident, query: Query) -> Hit:
    found = tier(query, Names((incident.number,), (incident.title,), *sounds(incident.title)))
    return Hit(
        title=incident.title,
        href=reverse("incidents:detail", args=[incident.number]),
        tier=Tier.SUBSTRING if found is None else found,
        detail=incident.number + (f" · {_('演练')}" if incident.is_drill else ""),
        lead=incident.status in OPEN_STATUSES,
        badge=("incident_status", incident.status),
    )


def all_href(person: Any, query: Query) -> str:
    return f"{reverse('incidents:list')}?{urlencode({'text': query.text})}"


register(Source("incidents", _("事件"), "fire", 10, find, all_href))
