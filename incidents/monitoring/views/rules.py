"""The rules: what they say, what they would have raised, who changed them when."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.middleware import toast
from incidents.monitoring import presenting
from incidents.monitoring.access import may_edit_rules, require_rule_editor, require_rule_reader
from incidents.monitoring.actions import save_rule
from incidents.monitoring.forms import RuleForm
from incidents.monitoring.models import Rule
from incidents.monitoring.parameters import parameters_of, stored
from incidents.monitoring.preview import what_would_have
from resources.staff.access import person_of

#: how far back a preview looks
LOOKED_BACK = timedelta(days=1)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    require_rule_reader(request.user)
    found = Rule.objects.select_related("updated_by")
    shown = [(rule, list(parameters_of(rule.kind, rule.parameters).words())) for rule in found]
    return render(request, "monitoring/rules.html", {"rules": shown, "may_edit": may_edit_rules(request.user)})


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; a POST saves what has been previewed, and previews what has not."""
    require_rule_reader(request.user)
    found = get_object_or_404(Rule, pk=pk)
    form = RuleForm.of(found, request.POST or None)
    previewed: dict[str, Any] = {}
    if request.method == "POST":
        require_rule_editor(request.user)
        found.version = _seen_version(request)
        if form.is_valid():
            if request.POST.get("previewed") == _digest(form):
                return _saved(request, found, form)
            previewed = _previewed(found, form)
    context = {"rule": found, "form": form, "may_edit": may_edit_rules(request.user), **previewed}
    return render(request, "monitoring/rule.html", {**context, "versions": presenting.rule_versions(found)})


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: what the rule would have raised, and the button that saves exactly that."""
    require_rule_editor(request.user)
    found = get_object_or_404(Rule, pk=pk)
    form = RuleForm.of(found, request.POST)
    context = _previewed(found, form) if form.is_valid() else {}
    return render(request, "monitoring/_preview.html", {"rule": found, "form": form, **context})


def _seen_version(request: HttpRequest) -> int:
    """The version that the form was made from; 0, which no rule has, where the field holds something else."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _previewed(rule: Rule, form: RuleForm) -> dict[str, Any]:
    """What the form would have raised; where it differs from what holds now, also how many that raises."""
    now = clock.now()
    wanted = stored(form.parameters())
    would = what_would_have(rule.kind, wanted, now - LOOKED_BACK, now)
    holds = None
    if wanted != stored(parameters_of(rule.kind, rule.parameters)):
        holds = len(what_would_have(rule.kind, rule.parameters, now - LOOKED_BACK, now))
    return {"would": would, "holds": holds, "digest": _digest(form), "enabled": form.cleaned_data["enabled"]}


def _digest(form: RuleForm) -> str:
    """Names what has been previewed, so that nothing else is saved by the same button."""
    said = [form.cleaned_data["name"], form.cleaned_data["enabled"], stored(form.parameters())]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _saved(request: HttpRequest, rule: Rule, form: RuleForm) -> HttpResponse:
    saved = save_rule(
        rule,
        name=form.cleaned_data["name"],
        enabled=form.cleaned_data["enabled"],
        parameters=form.parameters(),
        actor=person_of(request),
        now=clock.now(),
    )
    toast(request, _("规则“%(name)s”已保存为第 %(version)d 版。") % {"name": saved.name, "version": saved.version})
    return redirect("monitoring:rules")
