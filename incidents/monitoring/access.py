"""Who sees which warnings, and who may change what is watched and who is heard."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.network.access import visible_regions
from resources.network.regions import WHOLE_COUNTRY

from .models import IntakeKey, TerminalState, Warning


def warnings_for(person: Any) -> QuerySet[Warning]:
    """Warnings of the person's regions, of wider regions that hold them, and those of the whole network."""
    prefixes = visible_regions(person)
    if "" in prefixes:
        return Warning.objects.all()
    if not prefixes:
        return Warning.objects.none()
    wanted = Q(region=None)
    for prefix in prefixes:
        wanted |= Q(region__code__startswith=prefix) | Q(region_id__in=_codes_above(prefix))
    return Warning.objects.filter(wanted)


def warning_or_404(person: Any, pk: int) -> Warning:
    """The warning with its site and region. Somebody else's warning does not exist."""
    warning = warnings_for(person).select_related("region", "site").filter(pk=pk).first()
    if warning is None:
        raise Http404(str(pk))
    return warning


def states_for(person: Any) -> QuerySet[TerminalState]:
    """States of the terminals that the person sees."""
    wanted = Q(pk__in=[])
    for prefix in visible_regions(person):
        wanted |= Q(terminal__site__region__code__startswith=prefix)
    return TerminalState.objects.filter(wanted)


def keys_for(person: Any) -> QuerySet[IntakeKey]:
    """All intake keys for administrators, none for others."""
    return IntakeKey.objects.all() if may_manage_keys(person) else IntakeKey.objects.none()


def may_manage_keys(person: Any) -> bool:
    return has_role(person, Role.ADMINISTRATOR)


def may_edit_rules(person: Any) -> bool:
    return has_role(person, Role.COMMANDER, Role.ADMINISTRATOR)


def may_see_rules(person: Any) -> bool:
    return has_role(person, *COORDINATORS, Role.AUDITOR, Role.ADMINISTRATOR)


def require_rule_reader(person: Any) -> None:
    """Raises Forbidden unless the person may look at what counts as trouble."""
    if not may_see_rules(person):
        raise Forbidden("not_rule_reader", _("您无权查看监测规则。"))


def require_key_manager(person: Any) -> None:
    """Raises Forbidden unless the person may make and revoke intake keys. None is the system itself."""
    if person is not None and not may_manage_keys(person):
        raise Forbidden("not_key_manager", _("只有管理员可以管理接入密钥。"))


def require_rule_editor(person: Any) -> None:
    """Raises Forbidden unless the person may change what counts as trouble. None is the system itself."""
    if person is not None and not may_edit_rules(person):
        raise Forbidden("not_rule_editor", _("只有总指挥和管理员可以修改监测规则。"))


def _codes_above(prefix: str) -> list[str]:
    """Codes of the regions above a prefix of region codes: "3101" -> 310000, 000000."""
    return [prefix[:digits].ljust(6, "0") for digits in (2, 4) if digits < len(prefix)] + [WHOLE_COUNTRY]
