"""import_network: sites or terminals from a CSV or XLSX file, all or nothing.

Exit codes: 0 applied (or, with --dry-run, could be), 1 rows are faulty and nothing was applied, 2 the file cannot be read.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from resources.importing import import_file
from resources.importing.runs import faulty_rows
from resources.network.models import ImportRun

_SHOWN_ERRORS = 50


class Command(BaseCommand):
    help = "Import sites or terminals from CSV or XLSX: checks every row, then all or nothing; repeatable"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["sites", "terminals"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only check and count")
        parser.add_argument("--faulty", type=Path, help="write the faulty rows with their reasons here (.csv or .xlsx)")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        run = _imported(options["kind"], path, apply=not options["dry_run"])
        for note in run.notes:
            self.stderr.write(note)
        if run.faulty:
            self._report(run, options["faulty"])
        counts = {"created": run.created, "updated": run.updated, "unchanged": run.unchanged}
        if options["dry_run"]:
            self.stdout.write(_("可以导入：新建 %(created)d，更新 %(updated)d，无变化 %(unchanged)d。") % counts)
        else:
            self.stdout.write(_("已导入：新建 %(created)d，更新 %(updated)d，无变化 %(unchanged)d。") % counts)

    def _report(self, run: ImportRun, faulty: Path | None) -> None:
        """Says what is wrong, writes the faulty rows if asked to, and ends with exit code 1."""
        for error in run.errors[:_SHOWN_ERRORS]:
            self.stderr.write(_("第 %(line)d 行，%(column)s“%(value)s”：%(message)s") % error)
        if (more := len(run.errors) - _SHOWN_ERRORS) > 0:
            self.stderr.write(_("另有 %(count)d 条错误。") % {"count": more})
        if faulty is not None:
            faulty.write_bytes(faulty_rows(run, "xlsx" if faulty.suffix == ".xlsx" else "csv"))
        raise CommandError(_("%(rows)d 行有误，没有写入任何数据。") % {"rows": run.faulty}, returncode=1)


def _imported(kind: str, path: Path, *, apply: bool) -> ImportRun:
    try:
        return import_file(kind, path, actor=None, now=clock.now(), file_name=path.name, apply=apply)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(
            _("无法读取 %(file)s：%(reason)s") % {"file": path, "reason": reason}, returncode=2
        ) from error
    except Refused as refusal:
        raise CommandError(f"{path}: {refusal}", returncode=2) from refusal
