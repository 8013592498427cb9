"""How many reports a second the intake takes over HTTP, against the least that Django can do with them."""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from django.db import connection

from emergency_ops.lib import clock
from incidents.monitoring.actions import create_key, revoke_key

from .fleet import make_fleet
from .floors import TABLES
from .measure import Measurement
from .serving import request, served, throughput

BATCH = 1_000
ROUNDS = 5
SINGLES = 6_000
BATCH_CONNECTIONS = 4
SINGLE_CONNECTIONS = 16
METHODS = ("wechat", "alipay", "bank_card", "cash")
#: payments of one method in one minute, as in a recorded day of a fleet (20 an hour over four methods)
PAID = 0.085


def run() -> list[Measurement]:
    codes = make_fleet()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    key, secret = create_key(name="bench", sites=[], actor=None, now=clock.now())
    try:
        with served() as port:
            return [*batches(port, codes, secret), single(port, codes, secret)]
    finally:
        revoke_key(key, actor=None, now=clock.now())


def batches(port: int, codes: Sequence[str], secret: str) -> list[Measurement]:
    """Rounds of the whole fleet, ours and the floor's in turn, so that both see the same machine. The first fills the tables."""
    start = clock.now() - timedelta(minutes=ROUNDS + 3)
    ours, floors = [], []
    for number in range(ROUNDS + 1):
        bodies = bodies_of(codes, number, start)
        floors.append(throughput(port, [request("/upsert", body, secret) for body in bodies], BATCH_CONNECTIONS))
        ours.append(throughput(port, [request("/api/v1/reports", body, secret) for body in bodies], BATCH_CONNECTIONS))
    mine, floor = median(ours[1:]) * BATCH, median(floors[1:]) * BATCH
    return [
        Measurement("intake, 1,000 reports a request (floor: one bare unnest upsert)", mine, "reports/s", 0.33, floor),
        Measurement("intake, 1,000 reports a request", mine, "reports/s", 30_000),
    ]


def single(port: int, codes: Sequence[str], secret: str) -> Measurement:
    rng = random.Random(2)
    at = clock.now() - timedelta(minutes=1)
    ours, floors = [], []
    for _ in range(3):
        at += timedelta(seconds=1)
        bodies = [report(rng, code, int(at.timestamp()), at) for code in codes[:SINGLES]]
        bare = [request("/insert", body.encode(), secret) for body in bodies]
        floors.append(throughput(port, bare, SINGLE_CONNECTIONS))
        mine = [request("/api/v1/reports", body.encode(), secret) for body in bodies]
        ours.append(throughput(port, mine, SINGLE_CONNECTIONS))
    name = "intake, one report a request (floor: a bare view's one INSERT)"
    return Measurement(name, median(ours[1:]), "reports/s", 0.5, median(floors[1:]))


def bodies_of(codes: Sequence[str], number: int, start: datetime) -> list[bytes]:
    """The fleet's reports of one minute, a thousand a body, in the order in which terminals happen to report."""
    rng = random.Random(number)
    shuffled = rng.sample(codes, len(codes))
    at = start + timedelta(minutes=number)
    rows = [report(rng, code, int(at.timestamp()), at) for code in shuffled]
    return [f"[{','.join(rows[i : i + BATCH])}]".encode() for i in range(0, len(rows), BATCH)]


def report(rng: random.Random, code: str, seq: int, at: datetime) -> str:
    paid = {method: {"ok": int(rng.random() < PAID), "failed": int(rng.random() < PAID / 80)} for method in METHODS}
    return json.dumps(
        {
            "terminal": code,
            "at": at.isoformat(),
            "seq": seq,
            "device": "online",
            "components": {},
            "network": {"state": "ok", "latency_ms": rng.randint(12, 70)},
            "payments": paid,
        },
        separators=(",", ":"),
    )
