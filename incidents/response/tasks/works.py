"""Where a task is worked: the page that its button opens."""

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

from incidents.response.models import Incident
from incidents.response.plans.choices import Work

#: the first of these pages that the installation has, with the incident's number; "" in front of the query for a kind
PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    Work.COUNTER: (("incidents:request-substitute", "?kind=counter"),),
    Work.ONLINE: (("incidents:request-substitute", "?kind=online"),),
    Work.HOTLINE: (("incidents:request-substitute", "?kind=hotline"),),
    Work.DISPATCH: (("dispatch:panel", ""), ("incidents:resources", "")),
    Work.RESOURCES: (("incidents:resources", ""),),
    Work.DIAGNOSIS: (("incidents:diagnosis", ""), ("incidents:terminals", "")),
    Work.NOTICE: (("notices:panel", ""), ("incidents:detail", "")),
    Work.RESTORE: (("incidents:restore", ""),),
    Work.RECONCILE: (("incidents:reconcile", ""), ("incidents:detail", "")),
}


def work_url(incident: Incident, work: str) -> str:
    """ "" for a task that is worked nowhere in particular."""
    for name, query in PAGES.get(work, ()):
        try:
            return reverse(name, args=[incident.number]) + query
        except NoReverseMatch:
            continue
    return ""
