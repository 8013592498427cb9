"""Incidents in the search over everything: by number and title, and the open ones by the sites at which they are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
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

#: so many sites are looked up by their numbers; of more, the database finds those of open incidents among them
FEW_SITES = 500


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
    """Open and at a site that is called so, of those that the person sees: found at once, not anew for each incident."""
    begins, anywhere = site_conditions(query)
    sites: Any = sites_for(person).filter(begins | anywhere).order_by().values_list("pk", flat=True)
    first = list(sites[: FEW_SITES + 1])
    if len(first) <= FEW_SITES:
        sites = first
    there = IncidentTerminal.objects.filter(incident__status__in=OPEN_STATUSES, until=None, site__in=sites)
    return Q(pk__in=there.values("incident"))


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
