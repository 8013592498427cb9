"""A recording played through the real intake and the real detection, with the recording's clock."""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec
from django.contrib.postgres.aggregates import ArrayAgg

from emergency_ops.lib import clock

from .detect import detect
from .intake import Report, accept_batch
from .models import Warning

BATCH: Final = timedelta(seconds=5)
PASS: Final = timedelta(seconds=15)


class Recorded(Report, kw_only=True, gc=False, frozen=True):
    """A report as a recording has it: with the moment at which the back office received it."""

    received_at: datetime


@dataclass
class Played:
    """What a replay did. `rejected` counts reports that the intake refused, by code."""

    reports: int = 0
    passes: int = 0
    rejected: dict[str, int] = field(default_factory=dict)


class Malformed(Exception):
    """The recording cannot be read; the message says where and why."""


def read_recording(path: Path) -> Iterator[Recorded]:
    """The reports of an NDJSON file, gzipped or not, in order of arrival. Raises Malformed, OSError."""
    decoder = msgspec.json.Decoder(Recorded)
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path, "rb") if zipped else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _decoded(decoder, line, number)
    except (EOFError, gzip.BadGzipFile) as error:
        raise Malformed(f"broken gzip: {error}") from error


def _decoded(decoder: "msgspec.json.Decoder[Recorded]", line: bytes, number: int) -> Recorded:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"line {number}: {error}") from error


def play(recording: Iterable[Recorded], *, batch: timedelta = BATCH, every: timedelta = PASS) -> Played:
    """Feed the reports in batches as they arrived, with a detection pass every `every` of recorded time."""
    played = Played()
    next_pass: datetime | None = None
    for reports in _batches(recording, batch):
        arrived = max(report.received_at for report in reports)
        next_pass = next_pass or arrived + every
        while next_pass < arrived:
            detect(next_pass)
            played.passes += 1
            next_pass += every
        outcome = accept_batch(reports, key=None, now=arrived)
        played.reports += len(reports)
        for _, code, _ in outcome.rejected:
            played.rejected[code] = played.rejected.get(code, 0) + 1
    if next_pass is not None:
        detect(next_pass)
        played.passes += 1
    return played


def _batches(recording: Iterable[Recorded], length: timedelta) -> Iterator[Sequence[Recorded]]:
    batch: list[Recorded] = []
    until: datetime | None = None
    for report in recording:
        if until is None or report.received_at >= until:
            if batch:
                yield batch
            batch, until = [], report.received_at + length
        batch.append(report)
    if batch:
        yield batch


def opened() -> list[dict[str, Any]]:
    """Every warning there is, as fleetday's score.py reads it."""
    rows = Warning.objects.annotate(
        codes=ArrayAgg("members__terminal__code", order_by="members__terminal__code", default=[])
    )
    return [
        {
            "opened_at": _local(row.opened_at),
            "closed_at": _local(row.cleared_at) if row.cleared_at else None,
            "scope": row.scope,
            "category": row.category,
            "payment_method": row.payment_method or None,
            "terminals": row.codes,
            "key": row.key,
        }
        for row in rows.order_by("opened_at", "id")
    ]


def _local(moment: datetime) -> str:
    return moment.astimezone(clock.SHANGHAI).isoformat()
