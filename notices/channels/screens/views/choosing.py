"""Where a notice is shown: all of its sites, some of them, or single terminals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from emergency_ops.lib.clock import now
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from notices.channels.screens import access, actions, queries
from notices.channels.screens.forms import ChoiceForm
from notices.content.access import notice_or_404
from resources.staff.access import person_of


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, number: str) -> HttpResponse:
    person = person_of(request)
    found = notice_or_404(person, number)
    if not access.may_choose(person, found):
        raise Forbidden("screen_choice", gettext_lazy("该公告的显示范围不能由您更改，或公告已经结束。"))
    choice = queries.choice_of(found)
    form = ChoiceForm(request.POST or None, notice=found, choice=choice, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(found, form.where(), actor=person, now=now())
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("显示范围已保存。"))
            return redirect("screens:notice", number=number)
    context = {"notice": found, "form": form, "without": len(choice.without)}
    return render(request, "screens/choose.html", context, status=400 if form.errors else 200)
