"""Writes the static copy of the status page now."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from emergency_ops.lib import clock
from notices.channels.status import copying, files, jobs


class Command(BaseCommand):
    """`manage.py status_snapshot [--out DIR]`"""

    help = (
        "Write the status page's static copy; DIR/current is what a plain web server serves (default: STATUS_SNAPSHOT)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="another folder than STATUS_SNAPSHOT")

    def handle(self, *args: Any, **options: Any) -> None:
        home: Path | None = options["out"]
        try:
            count = copying.write(home, clock.now()) if home else jobs.write_copy(anyway=True)
        except OSError as error:
            raise CommandError(str(error)) from error
        if not count:
            raise CommandError("not written: somebody else writes it, or it failed; see the log")
        self.stdout.write(f"{count} files in {(home or files.folder()) / files.CURRENT}")
