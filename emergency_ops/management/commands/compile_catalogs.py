"""Compiles the translation catalogues that are older than their sources (without GNU gettext)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


def compile_catalog(source: Path) -> None:
    """Writes the .mo beside a .po, in one step: a reader never sees half a file."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parents[1].name, abort_invalid=True)
    fresh = source.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalog)
    fresh.rename(source.with_suffix(".mo"))


def outdated(source: Path) -> bool:
    """Whether the compiled catalogue is missing or older than its source."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


class Command(BaseCommand):
    """`manage.py compile_catalogs`"""

    help = "Compile translation catalogues that are out of date."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if outdated(source):
                    compile_catalog(source)
