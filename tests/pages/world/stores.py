"""What a depot works on: needs, reservations, transfers in every state, a stocktake, equipment out, supplies asked for."""

from datetime import timedelta

from resources.inventory.actions import custody, equipment_lists, reservations, supply
from resources.inventory.actions import needs as asking
from resources.inventory.actions.chain import By
from resources.inventory.actions.custody import Receiver
from resources.inventory.actions.stocktakes import counting, deciding, starting
from resources.inventory.actions.transfers import drafting, sending
from resources.inventory.actions.transfers.drafting import Wanted
from resources.inventory.models import (
    Depot,
    Equipment,
    ExpectedDelivery,
    PartType,
    StockLevel,
    Stocktake,
)
from resources.inventory.papers_moving import order_sheet
from resources.inventory.subjects import Subject


def add(world):
    keeper, now = world.person("storekeeper"), world.now
    world.depot = Depot.objects.filter(region__code__startswith="31").order_by("code").first()
    level = StockLevel.objects.filter(depot=world.depot, on_hand__gte=4).select_related("part").order_by("pk").first()
    world.part, world.level = level.part, level
    world.delivery = ExpectedDelivery.objects.first()
    subject = Subject("incident", world.incident.pk, world.incident.number)
    world.need = asking.add_need(subject, world.site, 2, part=world.part, actor=world.person("manager"), now=now)
    asking.add_need(
        subject, world.site, 1, equipment_kind="portable_pos", actor=world.person("manager"), now=now, note="大厅"
    )
    world.reservation = reservations.reserve(
        world.depot, world.part, 1, subject=subject, actor=keeper, now=now, need=world.need
    )
    _transfers(world, subject)
    _stocktakes(world)
    _equipment(world)
    world.supply = supply.ask(5, part=world.part, site=world.site, actor=keeper, now=now, note="库存不足")
    supply.take_on(world.supply, actor=keeper, now=now)


def _transfers(world, subject):
    keeper, now = world.person("storekeeper"), world.now
    other = PartType.objects.exclude(pk=world.part.pk).filter(levels__depot=world.depot, levels__on_hand__gte=3).first()
    lines = [Wanted(other, 2)]
    world.draft_transfer = drafting.create(
        world.depot, world.site, lines, actor=keeper, now=now, carrier="顺丰同城急送"
    )
    sent = drafting.create(
        world.depot, world.other_site, [Wanted(other, 1)], actor=keeper, now=now, expected_at=now + timedelta(hours=2)
    )
    world.transfer = sending.send(sent, actor=keeper, now=now)


def _stocktakes(world):
    keeper, now = world.person("storekeeper"), world.now
    depots = Depot.objects.exclude(stocktakes__state="counting").order_by("code")
    done, running = depots[1], depots[2]
    parts = list(PartType.objects.order_by("code")[:3])
    counted = starting.start(done, actor=keeper, now=now, parts=parts)
    for line in counted.lines.all():
        counting.count(counted, line.pk, 3, actor=keeper, now=now)
    world.counted = deciding.finish(counted, actor=keeper, now=now)
    world.stocktake = starting.start(running, actor=keeper, now=now, parts=parts, remark="月末盘点")
    world.paper = order_sheet(world.stocktake, actor=keeper, now=now)
    world.shipped_stocktake = Stocktake.objects.order_by("pk").first()


def _equipment(world):
    keeper, now = world.person("storekeeper"), world.now
    items = Equipment.objects.filter(state="in_depot", depot__region__code__startswith="31").order_by("code")
    world.item = items.first()
    to = Receiver(holder=world.person("field_staff"), site=world.site, due_back=now + timedelta(days=1))
    world.item = custody.hand_out(world.item, to, By(keeper, now, "窗口使用"))
    world.free_item = items.exclude(pk=world.item.pk).first()
    world.standby = Equipment.objects.filter(kind="standby_terminal", state="in_depot").first()
    world.list_version = equipment_lists.issue_version("年度核对", actor=keeper, now=now)
