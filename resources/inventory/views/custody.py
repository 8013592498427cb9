"""What may be done with an item now: a button on its page, and a form of its own that works on a phone and without JavaScript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Forbidden, Refused
from emergency_ops.lib.middleware import toast
from resources.inventory import forms_equipment as forms
from resources.inventory.access_equipment import equipment_or_404, holders_for, may_take_step, require_step
from resources.inventory.actions import custody
from resources.inventory.actions.chain import By, item_of
from resources.inventory.actions.custody import Found, Receiver
from resources.inventory.choices import CustodyKind, EquipmentCondition, EquipmentKind, EquipmentState
from resources.inventory.models import Equipment
from resources.inventory.rules.custody import possible
from resources.inventory.subject_links import unseal
from resources.network.access import may_replace
from resources.staff.access import person_of
from resources.staff.models import Person

Given = Mapping[str, Any]
#: how many people are offered while one types
OFFERED = 300


def _hand_out(item: Equipment, given: Given, by: By) -> Equipment:
    purpose = replace(by, subject=unseal(given["subject"]), reference=given["reference"])
    return custody.hand_out(item, Receiver(given["holder"], given["site"], given["due_back"]), purpose)


def _take_back(item: Equipment, given: Given, by: By) -> Equipment:
    return custody.take_back(item, given["depot"], Found(given["condition"], given.get("battery_percent")), by)


@dataclass(frozen=True)
class Step:
    """A step as the pages offer it. `main` ones are the big buttons of the phone."""

    name: str
    kind: str
    label: str | Promise
    icon: str
    form: type[forms.StepForm]
    act: Callable[[Equipment, Given, By], Equipment]
    main: bool = False
    tone: str = "primary"


STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step(
            "hand-out", CustodyKind.OUT, gettext_lazy("领用"), "arrow-up-tray", forms.HandOutForm, _hand_out, main=True
        ),
        Step("back", CustodyKind.BACK, gettext_lazy("归还"), "arrow-down-tray", forms.BackForm, _take_back, main=True),
        Step(
            "battery",
            CustodyKind.BATTERY_CHECK,
            gettext_lazy("电量检查"),
            "battery-50",
            forms.BatteryForm,
            lambda item, given, by: custody.check_battery(item, given["percent"], by),
            main=True,
        ),
        Step(
            "fault",
            CustodyKind.CONDITION,
            gettext_lazy("报修"),
            "wrench-screwdriver",
            forms.FaultForm,
            lambda item, given, by: custody.change_condition(item, EquipmentCondition.FAULTY, by),
            main=True,
        ),
        Step(
            "maintenance-done",
            CustodyKind.MAINTENANCE_DONE,
            gettext_lazy("维护完成"),
            "check-badge",
            forms.RepairedForm,
            lambda item, given, by: custody.maintenance_done(item, given["condition"], by),
            main=True,
        ),
        Step(
            "found",
            CustodyKind.FOUND,
            gettext_lazy("找回"),
            "magnifying-glass",
            forms.FoundForm,
            lambda item, given, by: custody.found(item, given["depot"], Found(given["condition"]), by),
            main=True,
        ),
        Step(
            "maintenance",
            CustodyKind.MAINTENANCE_SENT,
            gettext_lazy("送修"),
            "wrench-screwdriver",
            forms.ReasonForm,
            lambda item, given, by: custody.send_to_maintenance(item, by),
        ),
        Step(
            "move",
            CustodyKind.MOVED,
            gettext_lazy("移库"),
            "arrows-right-left",
            forms.MoveForm,
            lambda item, given, by: custody.move(item, given["depot"], by),
        ),
        Step(
            "condition",
            CustodyKind.CONDITION,
            gettext_lazy("修改状况"),
            "pencil-square",
            forms.ConditionForm,
            lambda item, given, by: custody.change_condition(item, given["condition"], by),
        ),
        Step(
            "lost",
            CustodyKind.LOST,
            gettext_lazy("登记遗失"),
            "question-mark-circle",
            forms.ReasonForm,
            lambda item, given, by: custody.report_lost(item, by),
            tone="danger",
        ),
        Step(
            "scrap",
            CustodyKind.SCRAPPED,
            gettext_lazy("报废"),
            "trash",
            forms.ReasonForm,
            lambda item, given, by: custody.scrap(item, by),
            tone="danger",
        ),
    )
}


@dataclass(frozen=True)
class Button:
    label: str | Promise
    icon: str
    href: str
    main: bool
    tone: str


def buttons(person: Person, item: Equipment) -> list[Button]:
    """What this person may do with the item as it is now."""
    now_possible = possible(item_of(item))
    found = [
        Button(
            step.label,
            step.icon,
            reverse("inventory:equipment_step", args=[item.code, step.name]),
            step.main,
            step.tone,
        )
        for step in STEPS.values()
        if _offers(step, item, now_possible) and may_take_step(person, item, step.kind)
    ]
    return [*_swaps(person, item, now_possible), *found]


def _swaps(person: Person, item: Equipment, now_possible: list[str]) -> list[Button]:
    """A standby terminal takes a place, an installed one is replaced in it."""
    if item.kind != EquipmentKind.STANDBY_TERMINAL:
        return []
    label, icon = gettext_lazy("换机"), "computer-desktop"
    if CustodyKind.SWAPPED_IN in now_possible and may_take_step(person, item, CustodyKind.OUT):
        return [Button(label, icon, reverse("inventory:equipment_swap", args=[item.code]), True, "primary")]
    installed = item.terminal if item.state == EquipmentState.INSTALLED else None
    if installed is not None and item.site is not None and may_replace(person, item.site.region_id):
        return [Button(label, icon, reverse("inventory:swap", args=[installed.code]), True, "primary")]
    return []


def _offers(step: Step, item: Equipment, now_possible: list[str]) -> bool:
    if step.name == "fault" and item.condition == EquipmentCondition.FAULTY:
        return False
    return step.kind in now_possible


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A step's form, and its taking."""
    if name not in STEPS:
        raise Http404(name)
    person, chosen = person_of(request), STEPS[name]
    item = equipment_or_404(person, code)
    require_step(person, item, chosen.kind)
    form = chosen.form(request.POST or None, item=item, person=person, initial=_initial(request, chosen))
    if request.method == "POST" and form.is_valid() and _taken(form, chosen, item, person):
        toast(request, _("已登记：%(step)s。") % {"step": chosen.label})
        return redirect("inventory:equipment", code)
    context = {"item": item, "form": form, "step": chosen, "people": _people(item, form)}
    return render(request, "inventory/equipment_step.html", context)


def _taken(form: forms.StepForm, chosen: Step, item: Equipment, person: Person) -> bool:
    given = form.cleaned_data
    try:
        chosen.act(item, given, By(person, clock.now(), given["text"], given["key"] or None))
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _initial(request: HttpRequest, chosen: Step) -> dict[str, Any]:
    if chosen.kind != CustodyKind.OUT:
        return {}
    sealed = request.GET.get("subject", "")
    subject = unseal(sealed) if sealed else None
    due = timezone.localtime(clock.now()).replace(hour=18, minute=0) + timedelta(days=1)
    initial: dict[str, Any] = {"due_back": due, "site": request.GET.get("site", "")}
    return initial | ({"subject": sealed, "reference": subject.reference} if subject else {})


def _people(item: Equipment, form: forms.StepForm) -> list[tuple[str, str]]:
    """Whom to offer while one types the holder's name."""
    if not isinstance(form, forms.HandOutForm) or not form.keeper:
        return []
    return list(holders_for(item.depot).values_list("username", "name")[:OFFERED])
