"""The page of the addresses for screens: made, shown once, taken back."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.middleware import toast
from resources.staff.access import person_of
from resources.staff.access_wall import makers_in_office, require_linker, wall_link_or_404, wall_links_for
from resources.staff.actions.wall_links import create_link, revoke_link

from .forms import LinkForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """The addresses; after a POST also the new one, which is never shown again."""
    person = person_of(request)
    require_linker(person)
    form, made, address = LinkForm(request.POST or None, person=person), None, ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made, secret = create_link(data["name"], data["region"], actor=person, now=clock.now())
        address = request.build_absolute_uri(reverse("wall_kiosk", args=[secret]))
        form = LinkForm(person=person)
    rows = list(wall_links_for(person).order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "-pk"))
    context = {"links": rows, "in_office": makers_in_office(rows), "form": form, "made": made, "address": address}
    return render(request, "wall/links.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    require_linker(person)
    link = wall_link_or_404(person, pk)
    revoke_link(link, actor=person, now=clock.now())
    toast(request, _("“%(name)s”的大屏地址已停用。") % {"name": link.name})
    return redirect("wall:links")
