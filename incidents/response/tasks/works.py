"""Where a task is worked: the page that its button opens."""

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

from incidents.response.access import substitutes_of
from incidents.response.choices import SubstituteKind, SubstituteStatus
from incidents.response.models import Incident
from incidents.response.plans.choices import Work
from resources.staff.models import Person

#: the first of these pages that the installation has: its name, and what is asked of it
PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    Work.COUNTER: (("incidents:request-substitute", "?kind=counter"),),
    Work.ONLINE: (("incidents:request-substitute", "?kind=online"),),
    Work.HOTLINE: (("incidents:request-substitute", "?kind=hotline"),),
    Work.DISPATCH: (("dispatch:panel", ""), ("incidents:resources", "")),
    Work.RESOURCES: (("incidents:resources", ""),),
    Work.DIAGNOSIS: (("incidents:diagnosis", ""), ("incidents:terminals", "")),
    Work.NOTICE: (("content:incident", ""), ("incidents:detail", "")),
    Work.RESTORE: (("incidents:restore", ""),),
    Work.RECONCILE: (("incidents:reconcile", ""), ("incidents:detail", "")),
}


def work_url(incident: Incident, work: str, person: Person) -> str:
    """The page of the substitute that stands already, else the first of PAGES; "" for a task that is worked nowhere."""
    if work in SubstituteKind.values:
        standing = substitutes_of(person, incident).exclude(status=SubstituteStatus.WITHDRAWN)
        found = standing.filter(kind=work).order_by("created_at").first()
        if found is not None:
            return reverse("incidents:substitute", args=[incident.number, found.pk])
    for name, query in PAGES.get(work, ()):
        try:
            return reverse(name, args=[incident.number]) + query
        except NoReverseMatch:
            continue
    return ""
