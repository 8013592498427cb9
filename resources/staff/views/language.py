"""The language of the pages: of this browser, and of the person wherever they log in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language
from django.views import i18n

from resources.staff.actions.people import set_language
from resources.staff.models import Person


@login_not_required
def choose(request: HttpRequest) -> HttpResponseBase:
    """As Django does it, before the login too; whoever is logged in finds the language again on every device."""
    code = request.POST.get("language", "")
    if isinstance(request.user, Person) and code in dict(settings.LANGUAGES) and check_for_language(code):
        set_language(request.user, code)
    return i18n.set_language(request)
