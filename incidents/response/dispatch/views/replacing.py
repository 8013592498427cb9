"""更换部件: from a dispatch or from the incident's terminal; the whole terminal is swapped on the inventory's page."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.access import incident_or_404
from incidents.response.dispatch.actions.replacing import TEXT_LENGTH, Source, Work, sources
from incidents.response.dispatch.actions.replacing import replace_part as replace
from incidents.response.models import Incident
from resources.inventory.form_fields import request_key
from resources.network.access import require_replacer, terminal_or_404
from resources.network.choices import ComponentKind
from resources.network.models import Terminal
from resources.staff.access import person_of
from resources.staff.models import Person


class PartForm(forms.Form):
    component = forms.ChoiceField(label=gettext_lazy("部件"), choices=ComponentKind.choices)
    source = forms.ChoiceField(label=gettext_lazy("备件来源"))
    old_serial = forms.CharField(label=gettext_lazy("旧件序列号"), required=False, max_length=60)
    new_serial = forms.CharField(label=gettext_lazy("新件序列号"), required=False, max_length=60)
    note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=TEXT_LENGTH)
    key = request_key()

    def __init__(self, *args: Any, found: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {one.value: one for one in found}
        field: forms.ChoiceField = self.fields["source"]  # type: ignore[assignment]
        field.choices = [("", _("请选择"))] + [
            (
                one.value,
                _("%(part)s（%(source)s，余%(pieces)s）")
                % {"part": one.part, "source": one.name, "pieces": one.pieces},
            )
            for one in found
        ]

    def work(self, terminal: Terminal) -> Work:
        data = self.cleaned_data
        return Work(
            terminal,
            data["component"],
            self.found[data["source"]],
            old_serial=data["old_serial"],
            new_serial=data["new_serial"],
            note=data["note"],
        )


@require_http_methods(["GET", "POST"])
def replace_part(request: HttpRequest, number: str, code: str) -> HttpResponse:
    person = person_of(request)
    incident = incident_or_404(person, number)
    terminal = _terminal(person, incident, code)
    require_replacer(person, terminal.site.region_id)
    if _is_repeated(request, incident):
        return redirect("dispatch:panel", number=incident.number)
    found = sources(incident, terminal, person)
    form = PartForm(request.POST or None, found=found, initial=_initial(request, found))
    if request.method == "POST" and form.is_valid():
        try:
            replace(incident, form.work(terminal), actor=person, now=clock.now(), key=form.cleaned_data["key"])
        except Forbidden:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("已登记更换部件，已写入处置记录。"))
            return redirect("dispatch:panel", number=incident.number)
    context = {"incident": incident, "terminal": terminal, "form": form, "found": found}
    return render(request, "dispatch/replace_part.html", context, status=400 if request.method == "POST" else 200)


def _is_repeated(request: HttpRequest, incident: Incident) -> bool:
    """Whether this very form was sent before: its piece may be used up by itself."""
    key = request.POST.get("key", "")
    return bool(key) and incident.part_replacements.filter(key=key).exists()


def _initial(request: HttpRequest, found: list[Source]) -> dict[str, Any]:
    component = request.GET.get("component", "")
    fitting = next((one for one in found if one.part.component == component), next(iter(found), None))
    return {
        "component": component or (fitting.part.component if fitting else ""),
        "source": fitting.value if fitting else "",
    }


def _terminal(person: Person, incident: Incident, code: str) -> Terminal:
    """One of the incident's terminals that the person sees."""
    terminal = terminal_or_404(person, code)
    if not incident.terminals.filter(terminal=terminal).exists():
        raise Http404(code)
    return terminal
