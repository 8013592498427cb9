"""Who sees a counter, who arranges it, who calls at it."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, has_role
from incidents.response.access import incident_or_404, incidents_for, may, may_substitute, substitutes_of
from incidents.response.choices import SubstituteKind, SubstituteStatus
from incidents.response.models import Substitute
from incidents.response.rules.transitions import Verb
from resources.network.access import sites_for
from resources.staff.models import Person

from .models import Counter, Ticket, Window
from .models_opening import CounterStaff


def substitute_or_404(person: Person, number: str, pk: int) -> Substitute:
    """A staffed counter of an incident that the person sees, set up or not."""
    incident = incident_or_404(person, number)
    rows = substitutes_of(person, incident).filter(kind=SubstituteKind.COUNTER)
    substitute: Substitute = get_object_or_404(rows.select_related("site"), pk=pk)
    substitute.incident = incident
    return substitute


def counter_or_404(person: Person, number: str, pk: int) -> Counter:
    """One that is set up."""
    substitute = substitute_or_404(person, number, pk)
    counter = Counter.objects.filter(pk=substitute.pk).first()
    if counter is None:
        raise Http404(str(pk))
    counter.substitute = substitute
    return counter


def window_or_404(counter: Counter, number: int) -> Window:
    window: Window = get_object_or_404(counter.windows, number=number)
    window.counter = counter
    return window


def ticket_or_404(counter: Counter, pk: int) -> Ticket:
    rows = Ticket.objects.filter(queue__counter=counter).select_related("queue", "window")
    ticket: Ticket = get_object_or_404(rows, pk=pk)
    ticket.queue.counter = counter
    return ticket


def counters_for(person: Person) -> QuerySet[Counter]:
    """Those of incidents and sites that the person sees."""
    here = Q(substitute__site=None) | Q(substitute__site__in=sites_for(person))
    rows = Counter.objects.filter(here, substitute__incident__in=incidents_for(person))
    return rows.select_related("substitute__incident", "substitute__site")


def counters_staffed_by(person: Person) -> QuerySet[Counter]:
    """Where somebody serves now, or is to."""
    staffed = CounterStaff.objects.filter(person=person, left_at=None)
    rows = Counter.objects.filter(pk__in=staffed.values("counter")).exclude(
        substitute__status=SubstituteStatus.WITHDRAWN
    )
    return rows.select_related("substitute__incident", "substitute__site").order_by("-created_at")


def may_arrange(person: Person, substitute: Substitute) -> bool:
    """Whether somebody sets up and staffs it: who answers for its place."""
    return may(person, Verb.SUBSTITUTE) and may_substitute(person, substitute.incident, substitute.site)


def may_call(person: Person, counter: Counter) -> bool:
    """Whether somebody calls here: those who serve at it, and coordinators who answer for the place."""
    if CounterStaff.objects.filter(counter=counter, person=person, left_at=None).exists():
        return True
    substitute = counter.substitute
    return has_role(person, *COORDINATORS) and may_substitute(person, substitute.incident, substitute.site)


def require_caller(person: Person, counter: Counter) -> None:
    """Raises Forbidden."""
    if not may_call(person, counter):
        raise Forbidden("not_at_counter", _("您没有在这个窗口值守，不能叫号。请先登记为窗口人员。"))


def require_arranger(person: Person, substitute: Substitute) -> None:
    """Raises Forbidden."""
    if not may_arrange(person, substitute):
        raise Forbidden("not_your_counter", _("您不能安排这个窗口，请联系值班经理。"))
