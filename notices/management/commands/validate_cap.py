"""Whether files are CAP 1.2 messages that receivers take."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from emergency_ops.lib.errors import Invalid
from notices.channels.cap import reading, rules

STDIN: Final = "-"


class Command(BaseCommand):
    help = "Checks CAP 1.2 messages by the rules of the schema and those it does not insist on. Fails where one has an error."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="an XML file, or - for the standard input")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        wrong = sum(not self._is_valid(name) for name in files)
        if wrong:
            text = ngettext("%(n)d 个文件不符合 CAP 1.2。", "%(n)d 个文件不符合 CAP 1.2。", wrong)
            raise CommandError(text % {"n": wrong})

    def _is_valid(self, name: str) -> bool:
        """Prints what is wrong with the file, or that nothing is."""
        try:
            found = rules.check(reading.parsed(_content(name)))
        except OSError as error:
            self.stdout.write(_("%(file)s：无法读取（%(reason)s）。") % {"file": name, "reason": error.strerror})
            return False
        except Invalid as error:
            self.stdout.write(_("%(file)s：%(problem)s") % {"file": name, "problem": error})
            return False
        for finding in found:
            level = pgettext("CAP", "错误") if finding.is_error else pgettext("CAP", "建议")
            self.stdout.write(_("%(file)s：%(level)s %(finding)s") % {"file": name, "level": level, "finding": finding})
        if not any(finding.is_error for finding in found):
            self.stdout.write(_("%(file)s：符合 CAP 1.2。") % {"file": name})
            return True
        return False


def _content(name: str) -> bytes:
    """At most a little more than what is read at all: the file may be a device."""
    if name == STDIN:
        return sys.stdin.buffer.read(reading.MOST_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(reading.MOST_BYTES + 1)
