"""Prints the demo accounts as a table, for whoever has just started the system."""

from typing import Any
from unicodedata import east_asian_width

from django.contrib.auth.hashers import check_password
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from resources.staff.choices import ROLE_LABELS
from resources.staff.models import Person
from resources.staff.sample import DEMO_ACCOUNTS, demo_password


class Command(BaseCommand):
    help = "Print the demo accounts that exist: user name, role, name, and the password unless it was changed"

    def handle(self, *args: Any, **options: Any) -> None:
        people = Person.objects.in_bulk([account.username for account in DEMO_ACCOUNTS], field_name="username")
        unchanged = _with_demo_password({person.password for person in people.values()})
        rows: list[tuple[str, ...]] = [(_("用户名"), _("角色"), _("姓名"), _("密码"))]
        for account in DEMO_ACCOUNTS:
            person = people.get(account.username)
            if person is not None:
                password = demo_password() if person.password in unchanged else _("（密码已修改）")
                rows.append((person.username, str(ROLE_LABELS[account.role]), person.name, password))
        if people:
            self.stdout.write("\n".join(table(rows)))


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows as lines with aligned columns; a Chinese character is two cells wide."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _with_demo_password(hashes: set[str]) -> set[str]:
    """Of these password hashes, those of the demo password. The accounts share one until somebody changes it."""
    return {encoded for encoded in hashes if check_password(demo_password(), encoded)}
