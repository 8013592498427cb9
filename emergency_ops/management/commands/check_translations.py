"""Holds the English catalogue against the sources: every Chinese message has an English text, with the same placeholders."""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
IGNORED = [".venv", ".data", "tests", "staticfiles", "*/locale"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]")


class Command(BaseCommand):
    help = "Every message is translated (needs GNU gettext)"

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR) / "emergency_ops"
        have = _read(root / CATALOGUE)
        problems = list(faults(_extract(Path(settings.BASE_DIR)), have))
        for problem in problems[:40]:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} messages lack a good English text: run makemessages -l en and fill in")


def faults(wanted: Catalog, have: Catalog) -> Iterator[str]:
    """A line for each message that is missing, empty, fuzzy, or has other placeholders than its original."""
    for message in wanted:
        if message.id:
            found = have.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            fault = _fault(message, found)
            if fault:
                yield f"{fault}: {message.id!r}"


def _fault(message: Message, found: Message | None) -> str:
    if found is None:
        return "missing"
    texts = [found.string] if isinstance(found.string, str) else list(found.string or [""])
    if not all(texts):
        return "empty"
    if found.fuzzy:
        return "fuzzy"
    original = message.id if isinstance(message.id, str) else message.id[-1]
    if set(PLACEHOLDER.findall(original)) != set(PLACEHOLDER.findall(texts[-1])):
        return "placeholders differ"
    return ""


def _read(path: Path) -> Catalog:
    if not path.exists():
        raise CommandError(f"{path} is missing")
    with path.open("rb") as file:
        return read_po(file)


def _extract(base: Path) -> Catalog:
    """The messages of the sources as they are now, through Django's own makemessages into a scratch folder."""
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "locale"
        target.mkdir()
        with override_settings(LOCALE_PATHS=[str(target)]), contextlib.chdir(base):
            call_command("makemessages", locale=["en"], verbosity=0, ignore_patterns=IGNORED)
        return _read(target / "en" / "LC_MESSAGES" / "django.po")
