"""Somebody is asked to go."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from incidents.escalation import actions as escalation
from incidents.response.access import require_sight
from incidents.response.actions.moving import Move, moving
from incidents.response.choices import EntryKind
from incidents.response.dispatch import telling, words
from incidents.response.dispatch.access import require_sender
from incidents.response.dispatch.candidates import Asked, Pool, Suggestion
from incidents.response.dispatch.choices import BOUND, LIVE, SUBJECT, DispatchState, Purpose
from incidents.response.dispatch.models import Dispatch
from incidents.response.dispatch.rules import steps
from incidents.response.dispatch.rules.ranking import Bar
from incidents.response.models import Incident
from incidents.response.rules.transitions import Verb
from resources.inventory.access_equipment import equipment_for
from resources.inventory.access_moving import transfers_for
from resources.inventory.choices import EquipmentState
from resources.inventory.models import Equipment, Transfer
from resources.network.models import Site
from resources.staff.models import Absence, Person, Training

ANSWER_DUE = "dispatch_answer"
REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Order:
    """Who is to go where, and what for. equipment: primary keys of what they take along."""

    site: Site
    person: Person
    purpose: str
    function: str = ""
    training: Training | None = None
    needed_by: datetime | None = None
    instructions: str = ""
    equipment: tuple[int, ...] = field(default=())
    transfer: Transfer | None = None
    override_reason: str = ""


def offer(incident: Incident, order: Order, *, actor: Person, now: datetime) -> Dispatch:
    """派遣: asks a person to go to a site of the incident. Without an answer in time the next is asked.

    Raises Forbidden, Invalid, or Refused where they are away, asked already, or, unless a reason is given, bound elsewhere, off duty
    or not trained.
    """
    with moving(incident, Verb.DISPATCH, actor=actor, now=now) as move:
        require_sender(actor, order.site)
        _check(move, order)
        return _create(move, order, None)


def offer_all(incident: Incident, orders: Sequence[Order], *, actor: Person, now: datetime) -> list[Dispatch]:
    """Several at once: all or none. Raises as `offer` does."""
    with transaction.atomic():
        return [offer(incident, order, actor=actor, now=now) for order in orders]


def send_next(move: Move, refused: Dispatch) -> Dispatch | None:
    """Asks whoever comes next after somebody who would not go; None, and everybody in charge is told, where nobody is left."""
    asked_for = Asked(refused.function, refused.training)
    pool = Pool([refused.site], asked_for, move.now)
    suggestions = pool.ranked(refused.site, asked_in_vain(refused))
    best = next((one for one in suggestions if _is_free(one, refused)), None)
    if best is None:
        _tell_nobody_left(move, refused)
        return None
    order = Order(
        refused.site,
        best.person,
        refused.purpose,
        refused.function,
        refused.training,
        refused.needed_by,
        refused.instructions,
        tuple(refused.equipment.values_list("pk", flat=True)),
        refused.transfer,
    )
    if refused.needed_by is not None and refused.needed_by <= move.now:
        order = replace(order, needed_by=None)
    return _create(replace(move, actor=None, acting_for=None), order, refused)


def asked_in_vain(dispatch: Dispatch) -> set[int]:
    """Everybody of the chain up to this dispatch."""
    found: set[int] = set()
    one: Dispatch | None = dispatch
    while one is not None:
        found.add(one.person_id)
        one = one.follows
    return found


def _is_free(one: Suggestion, refused: Dispatch) -> bool:
    if not one.ranked.can_go:
        return False
    same = Dispatch.objects.filter(
        incident=refused.incident_id, site=refused.site_id, purpose=refused.purpose, person=one.person, state__in=LIVE
    )
    return not same.exists()


def _tell_nobody_left(move: Move, refused: Dispatch) -> None:
    people = telling.superiors(refused, move.now)
    telling.tell(refused, people, telling.NOBODY_LEFT, "nobody", now=move.now)
    write(replace(move, actor=None, acting_for=None), refused, "dispatch_nobody_left", people=telling.named(people))


def _create(move: Move, order: Order, follows: Dispatch | None) -> Dispatch:
    """Inside a move, everything checked."""
    row = Dispatch(
        incident=move.incident,
        site=order.site,
        person=order.person,
        purpose=Purpose(order.purpose),
        function=order.function,
        training=order.training,
        transfer=order.transfer,
        instructions=order.instructions.strip(),
        needed_by=order.needed_by,
        offered_at=move.now,
        offered_by=move.actor,
        answer_by=steps.answer_by(move.now, order.needed_by),
        override_reason=order.override_reason.strip()[:REASON_LENGTH],
        follows=follows,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("dispatch_known", _("已向%(person)s发出同样的派遣，请等待应答。"), person=order.person) from error
    row.equipment.set(order.equipment)
    escalation.schedule(SUBJECT, row.pk, ANSWER_DUE, due_at=row.answer_by)
    telling.tell(row, [row.person], telling.OFFERED, "offered", now=move.now)
    write(move, row, "dispatch_offered_next" if follows else "dispatch_offered", order.override_reason)
    return row


def write(move: Move, row: Dispatch, code: str, text: str = "", /, **params: object) -> None:
    """A line of the incident's timeline; it names the dispatch, so that its own page finds it."""
    told = {"dispatch": row.pk, "person": str(row.person), "site": row.site.name, "purpose": row.purpose}
    move.write(EntryKind.DISPATCH, code, text, **told, **params)


def _check(move: Move, order: Order) -> None:
    if order.purpose not in Purpose.values:
        raise Invalid("dispatch_purpose", _("请选择任务。"))
    if not move.incident.terminals.filter(site=order.site).exists():
        raise Invalid("site", _("该网点不在事件的影响范围内。"))
    if order.needed_by is not None and order.needed_by <= move.now:
        raise Invalid("dispatch_needed_by", _("最迟到场时间应晚于现在。"))
    _check_person(move, order)
    _check_things(move.actor, order)


def _check_person(move: Move, order: Order) -> None:
    person = Person.objects.select_for_update(no_key=True).get(pk=order.person.pk)
    if not person.is_active:
        raise Invalid("dispatch_person_inactive", _("%(person)s的账号已停用。"), person=person)
    require_sight_of(person, move.incident)
    if Absence.objects.filter(person=person, period__contains=move.now, cancelled_at=None).exists():
        raise Refused("dispatch_away", _("%(person)s已离岗，不能派遣：请选择其他人。"), person=person)
    require_free(person, order.override_reason)
    _require_fit(move, order)


def _require_fit(move: Move, order: Order) -> None:
    """Raises Refused for somebody off duty, or not trained for what is asked, unless a reason says why they go all the same."""
    if order.override_reason.strip():
        return
    pool = Pool([order.site], Asked(order.function, order.training), move.now, only=order.person)
    for one in pool.ranked(order.site):
        if not {Bar.OFF_DUTY, Bar.UNTRAINED}.isdisjoint(one.ranked.bars):
            raise Refused(
                "dispatch_unfit",
                _("%(person)s：%(bars)s。请选择其他人，或写明例外理由。"),
                person=order.person,
                bars=listed(words.bars_of(one)),
            )


def require_sight_of(person: Person, incident: Incident) -> None:
    """Raises Invalid for somebody who does not see the incident: they could not answer."""
    try:
        require_sight(person, incident)
    except Refused as error:
        raise Invalid(
            "dispatch_person_elsewhere", _("%(person)s不负责该区域，看不到本事件。"), person=person
        ) from error


def require_free(person: Person, override_reason: str, apart_from: int = 0) -> None:
    """Raises Refused for somebody who is bound by another dispatch, unless a reason says why they go all the same."""
    if override_reason.strip():
        return
    bound = (
        Dispatch.objects.filter(person=person, state__in=BOUND).exclude(pk=apart_from).select_related("site").first()
    )
    if bound is not None:
        raise Refused(
            "dispatch_busy",
            _("%(person)s正在执行前往%(site)s的派遣（%(state)s）：请先结束该派遣，或由指挥人员写明例外理由。"),
            person=person,
            site=bound.site.name,
            state=DispatchState(bound.state).label,
        )


def _check_things(actor: Person | None, order: Order) -> None:
    items: Collection[Equipment] = equipment_for(actor).filter(pk__in=order.equipment)
    able = {item.pk for item in items if item.state in (EquipmentState.IN_DEPOT, EquipmentState.OUT)}
    if able != set(order.equipment):
        raise Invalid("dispatch_equipment", _("所选设备已不可用，请重新选择。"))
    if order.transfer is not None and not transfers_for(actor).filter(pk=order.transfer.pk).exists():
        raise Invalid("dispatch_transfer", _("没有这张调拨单，请重新选择。"))
