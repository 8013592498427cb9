"""Which kinds of notice need a second person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emergency_ops.lib.clock import now
from emergency_ops.lib.middleware import toast
from notices.content import actions, queries
from notices.content.forms import ReviewRuleForm
from resources.staff.access import person_of


@require_http_methods(["GET", "POST"])
def review_rules(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    actions.require_ruler(person)
    forms = [ReviewRuleForm(request.POST or None, instance=rule, prefix=rule.kind) for rule in queries.review_rules()]
    if request.method == "POST" and sum(form.is_valid() for form in forms) == len(forms):
        for form in forms:
            actions.set_review_rule(form.instance, actor=person, now=now())
        toast(request, _("审核规则已保存。"))
        return redirect("content:review_rules")
    return render(request, "notices/content/review_rules.html", {"forms": forms})
