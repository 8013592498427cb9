"""What makes a counter: its settings, its people, its things, its cash, its list."""

import secrets
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.middleware import toast
from incidents.response.actions.resources import subject_of
from incidents.response.counters import people
from incidents.response.counters.access import counter_or_404, require_arranger, substitute_or_404
from incidents.response.counters.actions import cash, checking, equipping, setting_up, staffing
from incidents.response.counters.choices import CashMoment
from incidents.response.counters.forms import SettingsForm
from incidents.response.counters.forms_opening import CashForm, PostingForm, ReturnForm, TakeEquipmentForm, UntilForm
from incidents.response.counters.models import Counter
from incidents.response.models import Substitute
from resources.inventory.access_equipment import equipment_for
from resources.inventory.actions.custody import Found
from resources.inventory.choices import EquipmentCondition, EquipmentKind, EquipmentState
from resources.inventory.models import Equipment
from resources.staff.access import person_of
from resources.staff.models import Person

PAGE = ["GET", "HEAD", "POST"]
#: what counters work with
KINDS = (
    EquipmentKind.PORTABLE_POS,
    EquipmentKind.PRINTER,
    EquipmentKind.SCANNER,
    EquipmentKind.HOTSPOT,
    EquipmentKind.EMERGENCY_PHONE,
)
ITEMS_SHOWN = 60


@require_http_methods(PAGE)
def settings(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    person = person_of(request)
    row = substitute_or_404(person, number, substitute)
    require_arranger(person, row)
    form = SettingsForm(request.POST or None, counter=Counter.objects.filter(pk=row.pk).first())
    if form.is_bound and form.is_valid():
        try:
            setting_up.set_up(row, form.settings(), actor=person, now=clock.now())
        except Invalid as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        else:
            return _done(request, row, _("窗口设置已保存。"))
    return _page(request, "counters/settings.html", row, form)


@require_safe
def staff(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """Who could serve, and what speaks against each."""
    counter = _counter(request, number, substitute)
    there = set(counter.staff.filter(left_at=None).values_list("person_id", flat=True))
    found = [one for one in people.candidates(counter.substitute, clock.now()) if one.person.pk not in there]
    context = {"candidates": found, "training": people.training_for(counter.substitute)}
    return _page(request, "counters/staff.html", counter.substitute, None, **context)


@require_http_methods(PAGE)
def join(request: HttpRequest, number: str, substitute: int, person: int) -> HttpResponse:
    counter = _counter(request, number, substitute)
    candidate = _candidate(counter.substitute, person)
    form = PostingForm(request.POST or None, counter=counter, candidate=candidate)
    if form.is_bound and form.is_valid():
        staffing.join(counter, form.posting(), actor=person_of(request), now=clock.now())
        return _done(request, counter.substitute, _("%(name)s已到岗。") % {"name": candidate.person})
    return _page(request, "counters/join.html", counter.substitute, form, candidate=candidate)


@require_http_methods(PAGE)
def prolong(request: HttpRequest, number: str, substitute: int, staff: int) -> HttpResponse:
    counter = _counter(request, number, substitute)
    row = get_object_or_404(counter.staff.select_related("person"), pk=staff)
    row.counter = counter
    form = UntilForm(request.POST or None)
    if form.is_bound and form.is_valid():
        staffing.prolong(row, form.cleaned_data["until"], actor=person_of(request), now=clock.now())
        return _done(request, counter.substitute, _("已更新班次结束时间。"))
    return _page(request, "counters/form.html", counter.substitute, form, title=_("调整班次"), about=str(row.person))


@require_POST
def depart(request: HttpRequest, number: str, substitute: int, staff: int) -> HttpResponse:
    counter = _counter(request, number, substitute)
    row = get_object_or_404(counter.staff.select_related("person"), pk=staff)
    row.counter = counter
    staffing.depart(row, actor=person_of(request), now=clock.now())
    return _done(request, counter.substitute, _("已登记离岗。"))


@require_http_methods(PAGE)
def equipment(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    """What lies in depots, and what is out for the incident already; POST takes one."""
    counter, person = _counter(request, number, substitute), person_of(request)
    items = _items(person, counter)
    if request.method == "POST":
        form = TakeEquipmentForm(request.POST, items=items)
        if not form.is_valid():
            raise Refused("item", _("请选择列表中的设备。"))
        given = form.cleaned_data
        equipping.take_equipment(counter, given["item"], actor=person, now=clock.now(), key=given["key"])
        return _done(request, counter.substitute, _("%(item)s已领用到本窗口。") % {"item": given["item"].code})
    found = [(item, secrets.token_urlsafe(12)) for item in items.select_related("depot")[:ITEMS_SHOWN]]
    return _page(request, "counters/equipment.html", counter.substitute, None, items=found)


@require_POST
def give_back(request: HttpRequest, number: str, substitute: int) -> HttpResponse:
    counter = _counter(request, number, substitute)
    mine = Equipment.objects.filter(pk__in=counter.equipment.values("equipment")).select_related("depot")
    form = ReturnForm({"condition": EquipmentCondition.GOOD, **request.POST.dict()}, items=mine)
    if not form.is_valid():
        raise Refused("item", _("请选择列表中的设备。"))
    item, found = form.cleaned_data["item"], Found(form.cleaned_data["condition"])
    equipping.return_equipment(counter, item, found, actor=person_of(request), now=clock.now())
    return _done(request, counter.substitute, _("%(item)s已归还。") % {"item": item.code})


@require_http_methods(PAGE)
def count_cash(request: HttpRequest, number: str, substitute: int, moment: str) -> HttpResponse:
    if moment not in CashMoment.values:
        raise Http404(moment)
    counter, person = _counter(request, number, substitute), person_of(request)
    around = [one.person.pk for one in people.candidates(counter.substitute, clock.now())]
    givers = Person.objects.filter(Q(pk__in=around) | Q(counters__counter=counter), is_active=True)
    form = CashForm(request.POST or None, moment=moment, people=_known(givers.exclude(pk=person.pk)))
    if form.is_bound and form.is_valid():
        cash.count_cash(counter, moment, form.counted(), actor=person, now=clock.now())
        return _done(request, counter.substitute, _("已登记清点。"))
    title = _("备用金领出清点") if moment == CashMoment.OUT else _("备用金交回清点")
    return _page(request, "counters/form.html", counter.substitute, form, title=title)


@require_POST
def check(request: HttpRequest, number: str, substitute: int, check: int) -> HttpResponse:
    """done: 1 ticks the item, anything else takes it back."""
    counter = _counter(request, number, substitute)
    row = get_object_or_404(counter.checks, pk=check)
    row.counter = counter
    note = request.POST.get("note", "")[:120]
    checking.tick(row, done=request.POST.get("done") == "1", note=note, actor=person_of(request), now=clock.now())
    return _done(request, counter.substitute, "", f"#check-{row.pk}")


def _counter(request: HttpRequest, number: str, substitute: int) -> Counter:
    """For those who may arrange it."""
    person = person_of(request)
    counter = counter_or_404(person, number, substitute)
    require_arranger(person, counter.substitute)
    return counter


def _candidate(substitute: Substitute, pk: int) -> people.Candidate:
    """One of those who answer for the place. Others do not exist here."""
    found = next((one for one in people.candidates(substitute, clock.now()) if one.person.pk == pk), None)
    if found is None:
        raise Http404(str(pk))
    return found


def _items(person: Person, counter: Counter) -> QuerySet[Equipment]:
    subject = subject_of(counter.substitute.incident)
    lies = Q(state=EquipmentState.IN_DEPOT) & ~Q(condition=EquipmentCondition.FAULTY)
    out_for_it = Q(state=EquipmentState.OUT, subject_kind=subject.kind, subject_id=subject.id)
    rows = equipment_for(person).filter(lies | out_for_it, kind__in=KINDS)
    return rows.exclude(pk__in=counter.equipment.values("equipment"), state=EquipmentState.OUT).order_by("kind", "code")


def _known(rows: QuerySet[Person]) -> QuerySet[Person]:
    return rows.distinct().order_by("name", "pk")


def _done(request: HttpRequest, substitute: Substitute, said: str, anchor: str = "") -> HttpResponse:
    if said:
        toast(request, said)
    answer = redirect("incidents:substitute", number=substitute.incident.number, substitute=substitute.pk)
    answer["Location"] += anchor
    return answer


def _page(request: HttpRequest, template: str, substitute: Substitute, form: Any, **context: Any) -> HttpResponse:
    status = 400 if form is not None and form.is_bound else 200
    shown = {"substitute": substitute, "incident": substitute.incident, "form": form, **context}
    return render(request, template, shown, status=status)
