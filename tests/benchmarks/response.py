"""What the lists and panels of the response cost with many rows, as against ten; how quickly numbers are called and codes followed."""

import time
import uuid
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from emergency_ops.lib import clock
from emergency_ops.lib.roles import Role
from incidents.escalation.actions.policies import STARTING_TERMS
from incidents.escalation.models import EscalationPolicy, PolicyVersion
from incidents.escalation.rules import stored_steps
from incidents.monitoring.choices import Category, Scope
from incidents.monitoring.external.models import AlertSource, ExternalAlert
from incidents.response.choices import Status, SubstituteKind, SubstituteStatus
from incidents.response.counters.actions.calling import call_next
from incidents.response.counters.actions.issuing import Wish, issue
from incidents.response.counters.actions.setting_up import Settings, set_up
from incidents.response.counters.choices import TicketSource
from incidents.response.counters.models import Window
from incidents.response.diagnosis.choices import CommandState
from incidents.response.diagnosis.models import TerminalCommand
from incidents.response.dispatch.choices import DispatchState
from incidents.response.dispatch.models import Dispatch
from incidents.response.models import Incident, IncidentTerminal, Substitute
from incidents.response.online.models import EmergencyCode
from incidents.response.online.signing import new_code
from incidents.response.tasks.choices import TaskState
from incidents.response.tasks.models import Task
from resources.network.models import Site
from resources.staff.models import Person

from .fleet import make_fleet
from .measure import Measurement
from .visiting import queries, visitor, worst

FEW, MANY = 10, 50_000
CALLED = 300
SCANS = 300
BATCH = 5_000


def run() -> list[Measurement]:
    """Leaves nothing behind but the fleet."""
    make_fleet(1000)
    with transaction.atomic():
        try:
            person, client = visitor(Role.MANAGER, "310000", "上海市")
            incident = _incident()
            return [
                *_pages(client, incident, person),
                *_called(incident, person),
                _followed(incident, client),
            ]
        finally:
            transaction.set_rollback(True)


def _pages(client: Client, incident: Incident, person: Person) -> list[Measurement]:
    number = incident.number
    paths = [
        reverse("tasks:list"),
        reverse("tasks:board", args=[number]),
        reverse("dispatch:board"),
        reverse("incidents:commands"),
        reverse("incidents:diagnosis", args=[number]),
        reverse("monitoring:external_alerts"),
        reverse("escalation:deliveries"),
        reverse("incidents:detail", args=[number]),
    ]
    _fill(incident, person, 0, FEW)
    few = {path: queries(client, path) for path in paths}
    _fill(incident, person, FEW, MANY)
    return worst(f"pages of {MANY:,} commands, alerts and dispatches", client, paths, few, at_most_ms=250)


def _incident() -> Incident:
    policy, _ = EscalationPolicy.objects.get_or_create(name="bench")
    version = PolicyVersion.objects.create(
        policy=policy, number=1, steps=stored_steps(STARTING_TERMS.steps), created_at=clock.now()
    )
    now = clock.now()
    site = Site.objects.filter(code__startswith="B").order_by("code")[0]
    incident = Incident.objects.create(
        number="BENCH-RESPONSE",
        title="测试",
        status=Status.RESPONDING,
        scope=Scope.REGIONAL,
        category=Category.EXTERNAL,
        region_id=site.region_id,
        began_at=now,
        opened_at=now,
        clock_started_at=now,
        clock_due_at=now + timedelta(minutes=30),
        policy_version=version,
    )
    terminals = site.terminals.all()
    IncidentTerminal.objects.bulk_create(
        IncidentTerminal(incident=incident, terminal=terminal, since=now) for terminal in terminals
    )
    return incident


def _fill(incident: Incident, person: Person, start: int, end: int) -> None:
    now = clock.now()
    terminals = [row.terminal for row in incident.terminals.select_related("terminal__site")]
    source, _ = AlertSource.objects.get_or_create(
        name="bench", defaults={"kind": "alertmanager", "digest": "bench", "created_at": now}
    )
    made: dict[Any, Any] = {
        TerminalCommand: lambda n: TerminalCommand(
            batch=uuid.uuid4(),
            terminal=terminals[n % len(terminals)],
            incident=incident if n < 200 else None,
            kind="status",
            state=CommandState.DONE,
            queued_at=now - timedelta(seconds=n),
            due_at=now,
        ),
        ExternalAlert: lambda n: ExternalAlert(
            source=source,
            key=f"bench-{n}",
            state="firing",
            mapping="mapped",
            site=terminals[0].site,
            labels={"terminal": terminals[0].code},
            began_at=now,
            first_at=now,
            last_at=now - timedelta(seconds=n),
        ),
        Dispatch: lambda n: Dispatch(
            incident=incident,
            site=terminals[0].site,
            person=person,
            purpose="repair",
            state=DispatchState.RELEASED,
            offered_at=now - timedelta(seconds=n),
            answer_by=now,
        ),
    }
    for model, make in made.items():
        model.objects.bulk_create((make(number) for number in range(start, end)), batch_size=BATCH)
    Task.objects.bulk_create(
        Task(incident=incident, title_zh=f"任务{n}", position=n, state=TaskState.OPEN, due_at=now, created_at=now)
        for n in range(start, min(end, 100))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_terminalcommand, incidents_externalalert, incidents_dispatch, incidents_task")


def _substitute(incident: Incident, kind: SubstituteKind) -> Substitute:
    return Substitute.objects.create(
        incident=incident,
        site=incident.terminals.select_related("terminal__site")[0].terminal.site,
        kind=kind,
        status=SubstituteStatus.SERVING,
        place="大厅",
        created_at=clock.now(),
        serving_since=clock.now(),
    )


def _called(incident: Incident, person: Person) -> list[Measurement]:
    """Numbers given and called at one counter; the floor is one UPDATE of one row in a transaction of its own."""
    counter = set_up(_substitute(incident, SubstituteKind.COUNTER), Settings(), actor=person, now=clock.now())
    window = Window.objects.select_related("counter__substitute__incident").filter(counter=counter)[0]
    for number in range(CALLED):
        wish = Wish(category="elderly" if number % 3 == 0 else "", key=f"k{number}")
        issue(counter, wish, source=TicketSource.SLIP, actor=person, now=clock.now())
    floor = _each(CALLED, lambda number: _update(incident))
    took = _each(CALLED, lambda number: call_next(window, f"n{number}", actor=person, now=clock.now()))
    return [
        Measurement("call the next number (floor: one bare UPDATE)", 1000 * took, "ms", 20, 1000 * floor, at_most=True),
        Measurement("the same", 1000 * took, "ms", 20, at_most=True),
    ]


def _update(incident: Incident) -> None:
    with transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(title="测试")


def _followed(incident: Incident, client: Client) -> Measurement:
    """A scan of an emergency QR code through the whole of Django; the floor is a page that does nothing."""
    code = EmergencyCode.objects.create(
        code=new_code(),
        substitute=_substitute(incident, SubstituteKind.ONLINE),
        expires_at=clock.now() + timedelta(hours=1),
        created_at=clock.now(),
    )
    stranger = Client(headers={"host": "localhost", "user-agent": "Mozilla/5.0"})
    path = reverse("emergency-code", args=[code.code])
    floor = _each(SCANS, lambda number: stranger.get(reverse("healthz")))
    if stranger.get(path).status_code != 302:
        raise RuntimeError(f"{path} leads nowhere")
    took = _each(SCANS, lambda number: stranger.get(path))
    return Measurement(
        "follow an emergency QR code (floor: /healthz)", 1000 * took, "ms", 3, 1000 * floor, at_most=True
    )


def _each(number: int, act: Any) -> float:
    began = time.perf_counter()
    for one in range(number):
        act(one)
    return (time.perf_counter() - began) / number
