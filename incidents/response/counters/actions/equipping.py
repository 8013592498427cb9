"""What a counter works with. Where an item is and who has it stands in the inventory's chain of custody, nowhere else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from incidents.response.actions.resources import subject_of
from incidents.response.actions.substitutes import changing_place
from incidents.response.counters.models import Counter
from incidents.response.counters.models_opening import CounterEquipment
from resources.inventory.actions import custody
from resources.inventory.actions.chain import By
from resources.inventory.actions.custody import Found, Receiver
from resources.inventory.choices import EquipmentState
from resources.inventory.models import Equipment
from resources.staff.models import Person


def take_equipment(counter: Counter, item: Equipment, *, actor: Person, now: datetime, key: str = "") -> Equipment:
    """领用 to the actor at the counter's site, for the incident; an item that is out for it already is taken over.

    Raises Forbidden, Invalid or Refused, as the inventory does.
    """
    with changing_place(counter.substitute, actor=actor, now=now) as (move, row):
        subject = subject_of(move.incident)
        if item.state == EquipmentState.OUT and (item.subject_kind, item.subject_id) == (subject.kind, subject.id):
            taken = item
        else:
            by = By(actor, now, key=key or None, subject=subject)
            taken = custody.hand_out(item, Receiver(holder=actor, site=row.site), by)
        CounterEquipment.objects.update_or_create(counter=counter, equipment=taken, defaults={"added_at": now})
    return taken


def return_equipment(counter: Counter, item: Equipment, found: Found, *, actor: Person, now: datetime) -> Equipment:
    """归还 to its own depot, also when the counter is withdrawn. Raises Forbidden, Invalid or Refused."""
    if not counter.equipment.filter(equipment=item).exists():
        raise Refused("not_of_this_counter", _("%(item)s不是这个窗口的设备。"), item=item.code)
    with transaction.atomic():
        by = By(actor, now, subject=subject_of(counter.substitute.incident))
        return custody.take_back(item, item.depot, found, by)
