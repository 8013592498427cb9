"""Runs the benchmarks and prints the table of the README: each value as a ratio to a floor of the same run."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import tests.benchmarks
from tests.benchmarks.measure import Measurement, table


class Command(BaseCommand):
    help = "Measure speed; needs a scratch database (./ops bench makes one)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="only these benchmarks")

    def handle(self, *args: Any, **options: Any) -> None:
        benchmarks = found()
        unknown = set(options["names"]) - set(benchmarks)
        if unknown:
            raise CommandError(f"no benchmark named {', '.join(sorted(unknown))}; there are: {', '.join(benchmarks)}")
        measured: list[Measurement] = []
        for name in options["names"] or benchmarks:
            self.stderr.write(f"… {name}")
            measured += benchmarks[name].run()
        self.stdout.write(table(measured))
        missed = [m.name for m in measured if not m.met]
        if missed:
            raise CommandError("goal missed: " + ", ".join(missed))


def found() -> dict[str, ModuleType]:
    """The modules of tests/benchmarks that have a run()."""
    names = sorted(module.name for module in pkgutil.iter_modules(tests.benchmarks.__path__))
    modules = {name: importlib.import_module(f"tests.benchmarks.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "run")}
