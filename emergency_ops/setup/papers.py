"""The page that tries a printer: does it print at true size, with the font, and can its code be scanned?"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from resources.documents import registry
from resources.documents.choices import PaperKind
from resources.documents.models import Paper
from resources.staff.models import Person

from .access import keeps_house


def facts() -> dict[str, Any]:
    return {
        "number": "",
        "url": f"{settings.SITE_URL.rstrip('/')}{reverse('status:index')}",
        "organisation": settings.ORGANISATION_NAME,
        "hotline": settings.HOTLINE,
    }


def may_open(person: Person, paper: Paper) -> bool:
    return keeps_house(person)


registry.register(
    PaperKind.TEST_PAGE,
    template="papers/test_page.html",
    css=(Path(__file__).with_name("assets") / "test_page.css",),
    may_open=may_open,
    back=lambda paper: reverse("setup:guide"),
)
