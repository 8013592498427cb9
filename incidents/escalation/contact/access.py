"""Whose wishes somebody may see and set: their own, and those of the people whom they manage."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Forbidden
from emergency_ops.lib.roles import COORDINATORS, Role, has_role
from resources.staff.access import people_for, people_within
from resources.staff.models import Person


def manages(actor: Person, person: Person) -> bool:
    if has_role(actor, Role.ADMINISTRATOR):
        return True
    return has_role(actor, *COORDINATORS) and people_within(actor).filter(pk=person.pk).exists()


def person_or_404(actor: Person, pk: int) -> Person:
    """Oneself, or somebody whom one manages. Who may look somebody up but does not manage them gets Forbidden."""
    if actor.pk == pk:
        return actor
    found = Person.objects.filter(pk=pk).first()
    if found is None or not (manages(actor, found) or people_for(actor).filter(pk=pk).exists()):
        raise Http404(str(pk))
    if not manages(actor, found):
        raise Forbidden("role", _("只能查看和修改自己或所管人员的通知偏好。"))
    return found
