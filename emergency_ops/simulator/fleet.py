"""What each terminal would report now. Pure but for the random numbers, which are seeded."""

import math
import random
from collections.abc import Iterable, Iterator
from datetime import datetime

from .faults import Fault, Report, Unit

#: share of payments that fail, and of reports that are lost, on an ordinary day
USUAL_FAILURES = 0.012
USUAL_LOSS = 0.004


class Fleet:
    """Terminals that report every `interval` seconds of simulated time, each at its own moment of the interval."""

    def __init__(self, units: Iterable[Unit], *, interval: float, seed: int, first_seq: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a show, not a secret
        self.units = list(units)
        self.interval = interval
        self.first_seq = first_seq
        self.offsets = {unit.code: self.rng.random() * interval for unit in self.units}

    def reports(self, since: float, until: float, now: datetime, faults: list[Fault]) -> Iterator[Report]:
        """The reports that fall into the simulated seconds since <= t < until, stamped with `now`."""
        for unit in self.units:
            offset = self.offsets[unit.code]
            turn = math.ceil((since - offset) / self.interval)
            at = turn * self.interval + offset
            if since <= at < until:
                struck = [fault for fault in faults if fault.strikes(unit, at)]
                report = self._report(unit, self.first_seq + turn, now, struck)
                if report is not None:
                    yield report

    def _report(self, unit: Unit, seq: int, now: datetime, struck: list[Fault]) -> Report | None:
        if any(fault.kind.silent for fault in struck) or self.rng.random() < USUAL_LOSS:
            return None
        return {
            "terminal": unit.code,
            "at": now.isoformat(timespec="milliseconds"),
            "seq": seq,
            "device": next((f.kind.device for f in struck if f.kind.device != "online"), "online"),
            "components": {
                part: {"state": state, "fault_code": code} for f in struck for part, state, code in f.kind.components
            },
            "network": {"state": "ok", "latency_ms": self.rng.randint(12, 70)},
            "payments": {method: self._payments(unit, method, struck) for method in unit.methods},
        }

    def _payments(self, unit: Unit, method: str, struck: list[Fault]) -> dict[str, int]:
        if any(fault.kind.stopped for fault in struck):
            return {"ok": 0, "failed": 0}
        failing = [f.kind.failing for f in struck if f.kind.failing and f.kind.method in ("", method)]
        share = max([USUAL_FAILURES, *failing])
        tried = self._poisson(unit.hourly * self.interval / 3600 / len(unit.methods))
        failed = sum(self.rng.random() < share for _ in range(tried))
        return {"ok": tried - failed, "failed": failed}

    def _poisson(self, mean: float) -> int:
        count, product, limit = 0, self.rng.random(), math.exp(-mean)
        while product > limit:
            count += 1
            product *= self.rng.random()
        return count
