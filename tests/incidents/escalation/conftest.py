"""A subject without a slice behind it, a policy, and people on their posts."""

from dataclasses import dataclass, field, replace

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from emergency_ops.lib.roles import Role
from incidents.escalation import registry
from incidents.escalation.actions import fire_next, start_escalation
from incidents.escalation.models import Deadline, EscalationPolicy, OutboxMessage, PolicyVersion
from incidents.escalation.registry import Description, SubjectPort
from resources.staff.choices import Function
from resources.staff.models import Post, PostAssignment
from tests.conftest import NOON

STEPS = [
    {"after_minutes": 0, "target": "A", "function": "technical", "channels": ["in_app", "email"]},
    {"after_minutes": 5, "target": "B", "function": "technical", "channels": ["in_app", "email"]},
    {"after_minutes": 10, "target": "lead", "function": "commander", "channels": ["in_app", "email"]},
]


@dataclass
class Subjects:
    """Subjects of the kind "probe", kept in memory. `steps` is what on_step was told, `audited` what is open besides."""

    known: dict[int, Description] = field(default_factory=dict)
    steps: list = field(default_factory=list)
    audited: list = field(default_factory=list)

    def add(self, pk=1, **fields):
        description = Description(f"事件{pk}", "三台设备离线。", f"/probe/{pk}/", "310101", is_open=True)
        self.known[pk] = replace(description, **fields)
        return pk

    def change(self, pk=1, **fields):
        self.known[pk] = replace(self.known[pk], **fields)


@pytest.fixture
def subjects(monkeypatch):
    probes = Subjects()
    port = SubjectPort(
        lock=lambda pk: None,
        describe=lambda ids: {pk: probes.known[pk] for pk in ids if pk in probes.known},
        open_ids=lambda: [pk for pk, subject in probes.known.items() if subject.is_open or pk in probes.audited],
        on_step=lambda pk, step, now: probes.steps.append((pk, step)),
        visible_to=lambda person, pk: True,
    )
    monkeypatch.setattr(registry, "_subjects", {"probe": port})
    return probes


@pytest.fixture
def policy_version(db):
    policy = EscalationPolicy.objects.create(name="默认", is_default=True)
    return PolicyVersion.objects.create(policy=policy, number=1, steps=STEPS, created_at=NOON)


@pytest.fixture
def assign(regions):
    """assign(person, "A", function="technical", region="310000"): on the post since ever."""

    def make(person, role, function=Function.TECHNICAL, region="310000"):
        post, _created = Post.objects.get_or_create(function=function, region_id=region, defaults={"name": "岗位"})
        return PostAssignment.objects.create(post=post, person=person, role=role, validity=DateTimeTZRange(None, None))

    return make


@pytest.fixture
def team(make_person, assign):
    """A and B of the technical post and the commander of Shanghai."""
    people = {
        "A": make_person("zhang", Role.FIELD_STAFF, name="张工"),
        "B": make_person("li", Role.FIELD_STAFF, name="李工"),
        "lead": make_person("chen", Role.COMMANDER, name="陈总"),
    }
    assign(people["A"], "A")
    assign(people["B"], "B")
    assign(people["lead"], "A", function=Function.COMMANDER)
    return people


@pytest.fixture
def escalated(subjects, policy_version, team):
    """Subject 1, whose escalation begins at noon."""
    subjects.add(1)
    start_escalation("probe", 1, policy_version, region_code="310101", now=NOON)
    return subjects


@pytest.fixture
def sweep():
    """sweep(now): fire everything that is due."""

    def run(now):
        fired = []
        while (deadline := fire_next(now)) is not None:
            fired.append((deadline.kind, deadline.step, deadline.round))
        return fired

    return run


@pytest.fixture
def inbox():
    """inbox(person): the titles of the in-app messages, the oldest first."""

    def titles(person):
        return list(person.messages.filter(channel="in_app").order_by("pk").values_list("title", flat=True))

    return titles


@pytest.fixture
def make_message(make_person):
    """make_message(key="m1", channel="email"): a message that waits for its send since noon."""

    def make(key="m1", recipient=None, **fields):
        defaults = {
            "channel": "email",
            "subject_kind": "probe",
            "subject_id": 1,
            "title": "请A角接警：事件1",
            "body": "三台设备离线。",
            "link": "/probe/1/",
            "due_at": NOON,
            "created_at": NOON,
        }
        recipient = recipient or make_person(f"to-{key}")
        return OutboxMessage.objects.create(idempotency_key=key, recipient=recipient, **{**defaults, **fields})

    return make


@pytest.fixture
def make_deadline(db):
    def make(subject_id=1, kind="probe", due_at=NOON, **fields):
        return Deadline.objects.create(subject_kind="probe", subject_id=subject_id, kind=kind, due_at=due_at, **fields)

    return make
