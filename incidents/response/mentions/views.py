"""Whom somebody may mean who types @ in an incident."""

from django.db.models import Count, Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from incidents.response.access import incident_or_404, require
from incidents.response.command.people import around, who_see
from incidents.response.rules.transitions import Verb
from resources.staff.access import person_of
from resources.staff.models import Person

#: offered at once; so many more are looked at, for some may not see the incident
OFFERED = 8
LOOKED_AT = 20


@require_safe
def people(request: HttpRequest, number: str) -> JsonResponse:
    """[{name, username, department, insert}]: whose name or username holds ?q=. insert: what stands for them in the text."""
    person = person_of(request)
    incident = incident_or_404(person, number)
    require(person, Verb.NOTE)
    asked = request.GET.get("q", "")[:40]
    found = around(incident).filter(Q(name__icontains=asked) | Q(username__istartswith=asked)).exclude(pk=person.pk)
    seeing = who_see(incident, found[:LOOKED_AT])[:OFFERED]
    names = around(incident).filter(name__in=[one.name for one in seeing]).order_by().values_list("name")
    shared = {name for name, count in names.annotate(count=Count("pk", distinct=True)) if count > 1}
    return JsonResponse({"people": [_offer(one, is_shared=one.name in shared) for one in seeing]})


def _offer(person: Person, *, is_shared: bool) -> dict[str, str]:
    insert = person.username if is_shared or not person.name or " " in person.name else person.name
    return {"name": str(person), "username": person.username, "department": person.department, "insert": insert}
