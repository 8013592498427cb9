"""The shipped checklist, and what checklists there are."""

from collections.abc import Mapping
from typing import Any, Final

from incidents.monitoring.evidence import fault_name

from .choices import Item
from .models import Checklist
from .rules import CheckItem

DEFAULT: Final = (
    CheckItem(Item.RUNNING, "", ("MAINS_LOST", "PSU_FAIL", "NET_DOWN", "APP_DOWN", "BOARD_FAIL")),
    CheckItem(Item.SCREEN, "", ("SCREEN_BROKEN", "TOUCH_FAIL")),
    CheckItem(Item.SCANNER, "", ("SCAN_INOP",)),
    CheckItem(Item.CARD, "", ("CARD_JAM", "CARD_INOP")),
    CheckItem(Item.PRINTER, "", ("PAPER_OUT", "PAPER_LOW", "PRT_JAM", "PRT_INOP")),
    CheckItem(Item.CASH, "", ("CASH_STOP", "CASH_JAM", "COIN_JAM", "BOX_FULL", "BOX_HIGH", "BOX_MISSING", "BOX_TAMPER")),
    CheckItem(Item.DOOR, "", ("DOOR_OPEN", "DOOR_TAMPER")),
    CheckItem(Item.NOTICES, "", ("notice:missing",)),
    CheckItem(Item.QR_CODE, "", ("qr:covered",)),
)  # fmt: skip


def checklists() -> Mapping[str, tuple[CheckItem, ...]]:
    """By terminal model, "" for the others. One query."""
    stored = {row.model: items_of(row.items) for row in Checklist.objects.all()}
    return {"": DEFAULT, **stored}


def items_of(stored: list[dict[str, Any]]) -> tuple[CheckItem, ...]:
    return tuple(CheckItem(one["code"], one.get("name", ""), tuple(one.get("faults", ()))) for one in stored)


def as_stored(items: tuple[CheckItem, ...]) -> list[dict[str, Any]]:
    return [{"code": one.code, "name": one.name, "faults": list(one.faults)} for one in items]


def item_name(code: str, name: str = "") -> str:
    """In the reader's language for the shipped items; as it was typed for others."""
    return name or (str(Item(code).label) if code in Item.values else code)


def fault_choices(item: CheckItem) -> list[tuple[str, str]]:
    return [(code, fault_name(code)) for code in item.faults]
