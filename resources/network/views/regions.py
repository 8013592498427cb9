"""The page of regions: a tree with what lies in each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from emergency_ops.lib import clock
from resources.network.queries import region_tree


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """?open=510100 lists what lies in that region too, where there are many."""
    opened = request.GET.get("open", "")
    found = region_tree(request.user, clock.now(), opened)
    return render(request, "network/regions.html", {"regions": found, "opened": opened})
