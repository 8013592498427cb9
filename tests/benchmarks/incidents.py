"""What the incident list costs with 50,000 incidents, for somebody who sees one province of two."""

from datetime import timedelta

from django.db import connection, transaction

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.monitoring.choices import Category, Scope
from incidents.response.choices import Status
from incidents.response.models import Incident, IncidentTerminal
from resources.network.models import Region, Site, Terminal

from .measure import Measurement
from .visiting import milliseconds, queries, visitor

INCIDENTS = 50_000
RUNNING = 100
BATCH = 5_000
#: two districts and what is above both
REGIONS = ("310101", "320102", "000000")
LIST = "/incidents/"


def run() -> list[Measurement]:
    """Leaves nothing behind."""
    with transaction.atomic():
        try:
            _fill()
            _person, client = visitor(Role.MANAGER, "310000", "上海市")
            few, many = (queries(client, f"{LIST}?per_page={rows}") for rows in (10, 100))
            return [
                Measurement("incident list of 50,000, 10 rows a page", few, "queries", 12, at_most=True),
                Measurement("the same, 100 rows a page (floor: 10 rows)", many, "queries", 1, few, at_most=True),
                Measurement("the same, time to the page", milliseconds(client, LIST), "ms", 500, at_most=True),
            ]
        finally:
            transaction.set_rollback(True)


def _fill() -> None:
    """Two terminals an incident; half of the incidents in Nanjing, every fiftieth across the country."""
    policy, _ = EscalationPolicy.objects.get_or_create(name="bench")
    version = PolicyVersion.objects.create(policy=policy, number=1, steps=[], created_at=clock.now())
    regions = [Region.objects.get_or_create(code=code, defaults={"name": code})[0] for code in REGIONS]
    terminals = [_terminals(region) for region in regions[:2]]
    rows = Incident.objects.bulk_create(
        (_incident(number, regions, version) for number in range(INCIDENTS)), batch_size=BATCH
    )
    IncidentTerminal.objects.bulk_create(
        (
            IncidentTerminal(incident=incident, terminal=terminal, since=incident.began_at)
            for number, incident in enumerate(rows)
            for terminal in terminals[number % 2][number % 10 : number % 10 + 2]
        ),
        batch_size=BATCH,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_incident, incidents_incidentterminal")


def _terminals(region: Region) -> list[Terminal]:
    site = Site.objects.create(code=f"BENCH-{region.code}", name="网点", region=region)
    return Terminal.objects.bulk_create(Terminal(code=f"{site.code}-{number}", site=site) for number in range(12))


def _incident(number: int, regions: list[Region], version: PolicyVersion) -> Incident:
    at = clock.now() - timedelta(minutes=number)
    return Incident(
        number=f"BENCH-{number:06d}",
        title=f"事件{number}",
        status=list(Status)[number % len(Status)] if number > RUNNING else Status.RESPONDING,
        scope=Scope.SITE_WIDE,
        category=Category.EXTERNAL,
        region=regions[2] if number % 50 == 0 else regions[number % 2],
        began_at=at,
        opened_at=at,
        clock_started_at=at,
        clock_due_at=at + timedelta(minutes=30),
        affected_terminals=2,
        affected_sites=1,
        policy_version=version,
    )
