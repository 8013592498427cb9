"""Intake keys: made, shown once, revoked. For administrators."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from emergency_ops.lib import clock
from emergency_ops.lib.middleware import toast
from incidents.monitoring.access import keys_for, require_key_manager
from incidents.monitoring.actions import create_key, revoke_key
from incidents.monitoring.forms import KeyForm
from incidents.monitoring.intake.limits import limits
from resources.staff.access import person_of

PER_PAGE = 50


@never_cache
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys; after a POST also the new key's secret, which is never shown again."""
    person = person_of(request)
    require_key_manager(person)
    form, made, secret = KeyForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made, secret = create_key(name=data["name"], sites=data["sites"], actor=person, now=clock.now())
        form = KeyForm()
    found = keys_for(person).select_related("created_by", "revoked_by").prefetch_related("sites")
    listed = found.order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "-pk")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "keys": page.object_list,
        "page": page,
        "form": form,
        "made": made,
        "secret": secret,
    }
    return render(request, "monitoring/keys.html", {**context, "ttl": round(limits().key_ttl)})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    require_key_manager(person)
    key = get_object_or_404(keys_for(person), pk=pk)
    revoke_key(key, actor=person, now=clock.now())
    toast(request, _("密钥“%(name)s”已吊销。") % {"name": key.name})
    return redirect("monitoring:keys")
