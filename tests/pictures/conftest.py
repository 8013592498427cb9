"""Something for every picture to show: payments, changes of conditions, incidents, numbers called, parts used, duty."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from incidents.escalation import sample as escalation_sample
from incidents.escalation.models import PolicyVersion
from incidents.monitoring.models import MinuteWindow, TerminalEvent, TerminalState
from incidents.monitoring.summing import sum_due
from incidents.response.counters.models import Counter, Queue, Ticket
from incidents.response.models import Incident, IncidentTerminal, Substitute
from resources.inventory.models import Depot, PartType, StockLevel, StockMinimum, StockMovement
from resources.staff.models import Post, Shift
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon(clock):
    """The clock stands at noon."""


@pytest.fixture
def make_incident(db, regions):
    """make_incident("YJ-1", served=18, region="310101"): opened three hours ago; minutes until it was served, restored, closed."""
    escalation_sample.load(NOON)
    version = PolicyVersion.objects.first()

    def make(number="YJ-1", region="310101", ago=180, served=18, restored=60, closed=90, site=None, **fields):
        at = NOON - ago * MINUTE
        incident = Incident.objects.create(
            number=number, title="微信支付失败", policy_version=version, region_id=region,
            began_at=at, opened_at=at, clock_started_at=at, clock_due_at=at + 30 * MINUTE,
            clock_stopped_at=_after(at, served), restored_at=_after(at, restored), closed_at=_after(at, closed),
            confirmed_at=at + 2 * MINUTE, activated_at=at + 5 * MINUTE,
            **{"status": "closed", "scope": "site_wide", "category": "software", **fields},
        )  # fmt: skip
        for terminal in site.terminals.all() if site else ():
            IncidentTerminal.objects.create(incident=incident, terminal=terminal, since=at, until=at + 60 * MINUTE)
        return incident

    return make


def _after(at, minutes):
    return None if minutes is None else at + minutes * MINUTE


@pytest.fixture
def pay(db):
    """pay(terminal, ok=8, failed=2, ago=30): minutes ago; sums are not made."""

    def make(terminal, ok=8, failed=2, ago=30, method="wechat"):
        MinuteWindow.objects.create(minute=NOON - ago * MINUTE, terminal=terminal, method=method, ok=ok, failed=failed)

    return make


@pytest.fixture
def change():
    """change(terminal, "in_service", "offline", ago=60): a recorded change; the terminal is heard of now."""

    def make(terminal, before, after, ago=60):
        at = NOON - ago * MINUTE
        TerminalEvent.objects.create(
            terminal=terminal, at=at, condition_from=before, condition_to=after, device="online"
        )
        heard = {"seq": 1, "seen": b"", "at": NOON, "received_at": NOON, "last_heard_at": NOON, "device": "online"}
        TerminalState.objects.update_or_create(
            terminal=terminal, defaults={**heard, "condition": after, "condition_since": at}
        )

    return make


@pytest.fixture
def make_counter(make_incident):
    """make_counter(site, waits=[(False, 9, 12)]): a counter with tickets (priority, hour of today, minutes waited)."""

    def make(site, waits=(), **fields):
        incident = make_incident(f"YJ-{site.code}", region=site.region_id, site=site, **fields)
        substitute = Substitute.objects.create(
            incident=incident, site=site, kind="counter", status="serving", place="一楼大厅", created_at=NOON
        )
        counter = Counter.objects.create(
            substitute=substitute, screen_token=f"s{substitute.pk}", take_token=f"t{substitute.pk}", created_at=NOON
        )
        queue = Queue.objects.create(counter=counter, day=NOON.date())
        for number, (priority, hour, minutes) in enumerate(waits, start=1):
            issued = NOON.replace(hour=hour)
            called = issued + minutes * MINUTE
            Ticket.objects.create(
                queue=queue, number=number, is_priority=priority, category="elderly" if priority else "",
                source="slip", state="served", token=f"{counter.pk}-{number}", issued_at=issued, queued_at=issued,
                called_first_at=called, called_at=called, ended_at=called + 3 * MINUTE,
            )  # fmt: skip
        return counter

    return make


@pytest.fixture
def use_parts(regions):
    """use_parts("SH-01", "310101", "扫码头", free=6, used=7, days=…): a level from which pieces were issued yesterday."""

    def make(depot="SH-01", region="310101", part="扫码头", free=6, used=7, minimum=0, lead=14):
        place, _new = Depot.objects.get_or_create(code=depot, defaults={"name": f"{depot}备件库", "region_id": region})
        what, _new = PartType.objects.get_or_create(code=part, defaults={"name": part, "lead_days": lead})
        StockLevel.objects.create(depot=place, part=what, on_hand=free)
        if minimum:
            StockMinimum.objects.create(depot=place, part=what, minimum=minimum, target=minimum)
        if used:
            at = NOON - timedelta(days=1)
            StockMovement.objects.create(depot=place, part=what, kind="issue", quantity=-used, balance=free, at=at)
        return place

    return make


@pytest.fixture
def serve(regions):
    """serve(person, "310101", days_ago=1, hours=8, night=False): a shift at a post of the region."""

    def make(person, region="310101", days_ago=1, hours=8, night=False):
        post, _new = Post.objects.get_or_create(
            function="on_site", region_id=region, defaults={"name": f"{region}现场服务"}
        )
        begins = (NOON - timedelta(days=days_ago)).replace(hour=20 if night else 8)
        return Shift.objects.create(
            post=post, person=person, day=begins.date(), label=f"{person.name}的{'夜班' if night else '白班'}",
            period=DateTimeTZRange(begins, begins + timedelta(hours=hours)), updated_at=NOON,
        )  # fmt: skip

    return make


@pytest.fixture
def full(make_site, pay, change, make_counter, use_parts, serve, make_person):
    """full(size): so much of everything in Shanghai, and one of everything in Nanjing."""

    def make(size, start=0):
        for number in range(start, start + size):
            _one(f"310101-{number:04d}", make_site, pay, change, make_counter, use_parts, serve, make_person, number)
        sum_due(NOON)

    return make


def _one(code, make_site, pay, change, make_counter, use_parts, serve, make_person, number):
    site = make_site(code, terminals=2)
    terminal = site.terminals.order_by("code").first()
    pay(terminal, ok=40, failed=10)
    change(terminal, "in_service", "offline")
    make_counter(site, [(False, 9, 12), (True, 9, 3), (False, 10, 8)], served=48 if number % 2 else 18)
    use_parts(f"D-{number}", part=f"部件{number}", free=number + 1)
    serve(make_person(f"p{number}", name=f"值班员{number}"), days_ago=number % 5 + 1)
