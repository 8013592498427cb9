"""Labels of equipment, with the code that opens an item on a phone."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.labels import page_format, sheet_facts
from resources.documents.models import Paper
from resources.network.access import sees_region
from resources.staff.models import Person

from .models import Equipment
from .tokens import grouped


def scan_address(token: str) -> str:
    """What the QR code of a label says."""
    return f"{settings.SITE_URL.rstrip('/')}/inventory/s/{token}/"


def label_facts(items: Sequence[Equipment], form: str, skip: int = 0) -> dict[str, Any]:
    """What the labels show. skip: places of the first sheet that are used already."""
    regions = [item.depot.region_id for item in items]
    return sheet_facts(form, skip, regions=regions, labels=[_label(item) for item in items])


def _label(item: Equipment) -> dict[str, Any]:
    kind = " ".join(filter(None, [str(item.get_kind_display()), item.model]))
    lines = [f"S/N {item.serial_number}", item.depot.name, grouped(item.token)]
    return {"url": scan_address(item.token), "name": kind, "number": item.code, "lines": lines}


def may_open(person: Person, paper: Paper) -> bool:
    """Whoever ordered the labels, and who sees the regions of all these items."""
    if paper.created_by_id == person.pk:
        return True
    return all(sees_region(person, code) for code in paper.facts["regions"])


registry.register(
    PaperKind.EQUIPMENT_LABELS,
    template="papers/labels.html",
    page=page_format,
    may_open=may_open,
    back=lambda paper: reverse("inventory:equipment_list"),
)
