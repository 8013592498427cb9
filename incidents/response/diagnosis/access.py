"""Who may send which command, and who sees them."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, OPERATORS, Role, has_role
from incidents.response.access import incidents_for
from resources.network.access import terminals_for
from resources.network.models import Terminal
from resources.staff.models import Person

from .choices import CommandKind
from .models import TerminalCommand

_TECHNICAL = COORDINATORS | {Role.ADMINISTRATOR}
ROLES: Mapping[str, frozenset[Role]] = {
    CommandKind.STATUS: OPERATORS | {Role.ADMINISTRATOR},
    CommandKind.PING_BACKEND: OPERATORS | {Role.ADMINISTRATOR},
    CommandKind.FETCH_LOG: _TECHNICAL,
    CommandKind.RESTART_APP: _TECHNICAL,
    CommandKind.SHOW_TEXT: COORDINATORS | {Role.PUBLISHER},
}


def kinds_for(person: Person) -> list[CommandKind]:
    """The commands that this person may send, in the order of the vocabulary."""
    return [kind for kind in CommandKind if has_role(person, *ROLES[kind])]


def require_command(person: Person | None, kind: str) -> None:
    """Raises Forbidden for a role that may not send it; the system (None) may."""
    if person is not None and not has_role(person, *ROLES[kind]):
        raise Forbidden("command_role", _("您的角色不能下发此指令，请联系技术处置人员或值班经理。"))


def terminals_to_command(person: Person | None) -> QuerySet[Terminal]:
    return Terminal.objects.all() if person is None else terminals_for(person)


def commands_for(person: Person) -> QuerySet[TerminalCommand]:
    """The commands to terminals that the person sees; those of an incident only where it is seen too."""
    seen = TerminalCommand.objects.filter(terminal__in=terminals_for(person))
    return seen.filter(Q(incident=None) | Q(incident__in=incidents_for(person)))


def command_or_404(person: Person, pk: int) -> TerminalCommand:
    found = commands_for(person).select_related("terminal__site", "incident", "requested_by").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found
