"""./ops manage replay --sites F --terminals F --reports F --out incidents.json"""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Refused
from incidents.monitoring.replaying import Malformed, opened, play, read_recording
from incidents.monitoring.scratch import scratch_schema
from resources.importing import import_file


class Command(BaseCommand):
    help = "Plays a recorded day through intake and detection, in a schema of its own, and writes what it opened."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("sites", "terminals", "reports"):
            parser.add_argument(f"--{name}", type=Path, required=True)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("sites", "terminals", "reports"):
            _readable(options[name])
        _writable(options["out"])
        began = time.monotonic()
        with scratch_schema():
            _load("sites", options["sites"])
            _load("terminals", options["terminals"])
            played = self._play(options["reports"])
            found = opened()
        options["out"].write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write(
            _("回放 %(reports)d 条上报、%(passes)d 次检测，发出 %(warnings)d 个预警，用时 %(seconds).1f 秒。")
            % {
                "reports": played.reports,
                "passes": played.passes,
                "warnings": len(found),
                "seconds": time.monotonic() - began,
            }
        )
        if played.rejected:
            self.stderr.write(_("被拒收的上报：%(rejected)s") % {"rejected": json.dumps(played.rejected)})

    def _play(self, path: Path) -> Any:
        try:
            return play(read_recording(path))
        except Malformed as error:
            raise CommandError(_("%(file)s 无法读取：%(reason)s") % {"file": path, "reason": error}) from error


def _readable(path: Path) -> None:
    try:
        with path.open("rb"):
            return
    except OSError as error:
        raise CommandError(_("打不开 %(file)s：%(reason)s") % {"file": path, "reason": error.strerror}) from error


def _writable(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise CommandError(_("没有目录 %(folder)s。") % {"folder": path.absolute().parent})


def _load(kind: str, path: Path) -> None:
    try:
        run = import_file(kind, path, actor=None, now=clock.now(), file_name=path.name, apply=True)
    except Refused as error:
        raise CommandError(_("%(file)s 无法读取：%(reason)s") % {"file": path, "reason": error}) from error
    if run.errors:
        first = run.errors[0]
        raise CommandError(
            _("%(file)s 有 %(count)d 处错误，第 %(line)s 行：%(message)s")
            % {"file": path, "count": run.faulty, "line": first.get("line"), "message": first.get("message")}
        )
