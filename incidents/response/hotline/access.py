"""Who answers the hotline of an incident, and who writes what its agents say."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role
from incidents.response.access import may_substitute, substitutes_of
from incidents.response.choices import SubstituteKind
from incidents.response.models import Incident, Substitute
from resources.staff.models import Person

from .models import Call, CallBack

#: those who write scripts and answers
WRITERS = frozenset({*COORDINATORS, Role.PUBLISHER, Role.ADMINISTRATOR})


def may_write(person: Person) -> bool:
    return has_role(person, *WRITERS)


def require_writer(person: Person) -> None:
    """Raises Forbidden for those who only read scripts and answers."""
    if not may_write(person):
        raise Forbidden("role", _("只有指挥人员、信息发布人员和管理员可以修改话术和常见问题。"))


def hotline_or_404(person: Person, incident: Incident, pk: int) -> Substitute:
    """A hotline of the incident that the person sees."""
    found = substitutes_of(person, incident).filter(kind=SubstituteKind.HOTLINE).select_related("site", "hotline")
    return get_object_or_404(found, pk=pk)


def may_answer(person: Person, substitute: Substitute) -> bool:
    """Agents: everybody who takes part in an emergency and answers for the hotline's place, or for a part of its incident."""
    place = substitute.site is None or may_substitute(person, substitute.incident, substitute.site)
    return has_role(person, *OPERATORS) and place


def may_take_over(person: Person) -> bool:
    """Whether somebody may take a call-back from the agent who has it."""
    return has_role(person, *COORDINATORS)


def require_agent(person: Person, substitute: Substitute) -> None:
    """Raises Forbidden for those who do not answer this hotline."""
    if not may_answer(person, substitute):
        raise Forbidden("agent", _("您不是这条热线的坐席，不能登记来电或回电。"))


def calls_of(substitute: Substitute) -> QuerySet[Call]:
    return substitute.calls.select_related("agent", "site", "terminal", "call_back")


def call_or_404(substitute: Substitute, pk: int) -> Call:
    return get_object_or_404(calls_of(substitute), pk=pk)


def call_back_or_404(substitute: Substitute, pk: int) -> CallBack:
    found = CallBack.objects.select_related("call__substitute__incident", "call__site", "assignee")
    return get_object_or_404(found, pk=pk, call__substitute=substitute)
