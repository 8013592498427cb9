"""换机: from the terminal's page, or from the standby terminal's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from resources.inventory.access_equipment import equipment_or_404, require_step
from resources.inventory.actions.chain import By
from resources.inventory.actions.swapping import Swap, facts_of, is_in_place, swap
from resources.inventory.choices import CustodyKind
from resources.inventory.forms_swapping import FailedForm, SwapForm
from resources.inventory.models import Equipment
from resources.inventory.queries_equipment import replacements_of
from resources.inventory.rules.swapping import Doubt, doubts
from resources.inventory.sentences_custody import line
from resources.network.access import may_replace, require_replacer, terminal_or_404, terminals_for
from resources.network.models import Terminal
from resources.network.views.terminals import method_labels
from resources.staff.access import person_of
from resources.staff.models import Person


@require_http_methods(["GET", "POST"])
def of_terminal(request: HttpRequest, code: str) -> HttpResponse:
    """Chooses what replaces a terminal, and swaps."""
    person = person_of(request)
    terminal = terminal_or_404(person, code)
    require_replacer(person, terminal.site.region_id)
    chosen = request.GET.get("with", "")
    form = SwapForm(request.POST or None, terminal=terminal, person=person, initial={"replacement": chosen})
    if request.method == "POST" and form.is_valid() and _swapped(form, terminal, person):
        toast(request, _("换机完成：新终端已投用，旧终端已登记入库。"))
        return redirect("network:terminal", _installed_code(form))
    context = {
        "terminal": terminal,
        "form": form,
        "doubts": _doubts(form, terminal, chosen),
        "methods": method_labels(terminal),
    }
    return render(request, "inventory/swap.html", context)


@require_http_methods(["GET", "POST"])
def with_item(request: HttpRequest, code: str) -> HttpResponse:
    """Asks which terminal a standby terminal is to replace."""
    person = person_of(request)
    item = equipment_or_404(person, code)
    require_step(person, item, CustodyKind.OUT)
    form = FailedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        failed = terminals_for(person).filter(code=form.cleaned_data["terminal"].strip()).first()
        if failed is not None:
            return redirect(f"{reverse('inventory:swap', args=[failed.code])}?with={item.code}")
        form.add_error("terminal", _("没有这台终端。"))
    return render(request, "inventory/swap_with.html", {"item": item, "form": form})


@require_safe
def swaps_of_terminal(request: HttpRequest, code: str) -> HttpResponse:
    """Which terminals replaced it, which ones it replaced, and the way to replace it now: for its page."""
    person = person_of(request)
    terminal = terminal_or_404(person, code)
    context = {
        "terminal": terminal,
        "lines": [line(entry) for entry in replacements_of(terminal)],
        "may_swap": is_in_place(terminal) and may_replace(person, terminal.site.region_id),
    }
    return render(request, "inventory/_swaps_of_terminal.html", context)


def _swapped(form: SwapForm, terminal: Terminal, person: Person) -> bool:
    given: dict[str, Any] = form.cleaned_data
    order = Swap(
        failed=terminal,
        replacement=given["replacement"],
        depot=given["depot"],
        condition=given["condition"],
        serial_number=given.get("serial_number", ""),
        accepted=given["accepted"],
    )
    try:
        swap(order, By(person, clock.now(), given["text"], given["key"] or None))
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _installed_code(form: SwapForm) -> str:
    item: Equipment = form.cleaned_data["replacement"]
    return item.terminal.code if item.terminal else item.code


def _doubts(form: SwapForm, terminal: Terminal, chosen: str) -> list[Doubt]:
    first = next(iter(form.items), "")
    item = form.items.get(form.data.get("replacement") or chosen or first)
    return doubts(*facts_of(terminal, item)) if item else []
