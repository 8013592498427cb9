"""Those who keep a depot hear what becomes of its equipment."""

from django.urls import reverse
from django.utils.functional import Promise

from resources.inventory.keepers import keepers_of
from resources.inventory.models import Equipment
from resources.staff.memos import tell

from .chain import By


def tell_keepers(row: Equipment, what: str, title: str | Promise, by: By) -> None:
    """A memo to those who keep the item's depot, except whoever did it. Once a moment."""
    tell(
        [one for one in keepers_of(row.depot) if one != by.actor],
        key=f"equipment:{row.pk}:{what}:{by.now:%Y%m%dT%H%M%S}",
        title=title,
        params={"item": row.code, "text": by.text.strip()},
        link=reverse("inventory:equipment", args=[row.code]),
        now=by.now,
    )
