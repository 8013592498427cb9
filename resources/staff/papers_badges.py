"""The badge sheet as a kind of paper."""

from pathlib import Path

from django.urls import reverse

from emergency_ops.lib.roles import Role, has_role
from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.models import Paper

from .models import Person


def may_open(person: Person, paper: Paper) -> bool:
    """Names and photos are for who ordered the sheet, and administrators."""
    return paper.created_by_id == person.pk or has_role(person, Role.ADMINISTRATOR)


registry.register(
    PaperKind.BADGE_SHEET,
    template="papers/badge_sheet.html",
    page="A4",
    css=(Path(__file__).parent / "assets" / "badge_sheet.css",),
    may_open=may_open,
    back=lambda paper: reverse("staff:badges"),
)
