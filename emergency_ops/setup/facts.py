"""What is in the house: the figures that the guide reads, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q

from incidents.escalation.channels.choices import Standing
from incidents.escalation.channels.models import ChannelAccount, EmailTrial
from incidents.escalation.choices import Channel, MessageState
from incidents.escalation.models import Acknowledgement, Deadline, EscalationPolicy, OutboxMessage
from incidents.monitoring.models import IntakeKey, TerminalState
from incidents.response.models import Incident
from incidents.response.plans.choices import VersionState
from incidents.response.plans.models import PlanVersion
from incidents.response.tasks.models import Task
from notices.channels.models import PublicAccount
from notices.content.patterns.models import NoticeTemplate
from resources.inventory.models import Depot, PartType, StockLevel
from resources.network.choices import TerminalStatus
from resources.network.models import Region, Site, Terminal
from resources.network.regions import WHOLE_COUNTRY
from resources.staff.choices import AssignmentRole, Function
from resources.staff.models import CalendarDay, Person, Post, PostAssignment, Rota, Shift
from resources.staff.queries_duty import local_day

#: what the settings say where nobody has set them
UNSET: Final = {"ORGANISATION_NAME": "自助缴费运营中心", "HOTLINE": "12345"}
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
#: a plan of duty reaches at least so far
AHEAD: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Network:
    provinces: int
    districts: int
    sites: int
    terminals: int
    keys: int
    heard: int


@dataclass(frozen=True, slots=True)
class People:
    """no_account: hold a post and cannot log in. no_contact: hold a key post and have neither phone nor mail."""

    active: int
    administrators: int
    posts: int
    key_posts: int
    without_a: int
    without_b: int
    no_contact: int
    has_commander: bool
    rotas: int
    shifts_ahead: int
    has_calendar: bool


@dataclass(frozen=True, slots=True)
class Things:
    depots: int
    parts: int
    stocked: int


@dataclass(frozen=True, slots=True)
class Plans:
    """approved_by: whoever put the version in force as the second person; None for the shipped one that nobody looked at."""

    in_force: int | None
    approved_by: Any
    policies: int


@dataclass(frozen=True, slots=True)
class Trial:
    """How a channel stands: its name, whether a message got through, when, and what was said."""

    name: str
    channel: str
    standing: Standing
    at: datetime | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the newest drill incident showed of the way of an alarm."""

    number: str
    opened_at: datetime
    has_deadline: bool
    called: int
    sent: int
    acknowledged: bool
    tasks: int


@dataclass(frozen=True, slots=True)
class House:
    organisation: dict[str, str]
    network: Network
    people: People
    things: Things
    plans: Plans
    trials: tuple[Trial, ...]
    email: Trial
    templates: int
    public_accounts: int
    public_working: int
    rehearsal: Rehearsal | None


def house(now: datetime) -> House:
    accounts = PublicAccount.objects.filter(is_enabled=True)
    public = accounts.aggregate(all=Count("pk"), working=Count("pk", filter=Q(last_success_at__isnull=False)))
    return House(
        organisation=_unset(),
        network=_network(),
        people=_people(now),
        things=Things(
            Depot.objects.count(), PartType.objects.count(), StockLevel.objects.filter(on_hand__gt=0).count()
        ),
        plans=_plans(),
        trials=tuple(_trial(one) for one in ChannelAccount.objects.filter(is_enabled=True)),
        email=_email(),
        templates=NoticeTemplate.objects.count(),
        public_accounts=public["all"],
        public_working=public["working"],
        rehearsal=_rehearsal(),
    )


def _unset() -> dict[str, str]:
    """Names of settings that still have their value of before, with that value."""
    found = {name: value for name, value in UNSET.items() if getattr(settings, name) == value}
    if any(f"//{host}" in settings.SITE_URL for host in LOCAL):
        found["SITE_URL"] = settings.SITE_URL
    return found


def _network() -> Network:
    regions = Region.objects.exclude(code=WHOLE_COUNTRY).aggregate(
        provinces=Count("pk", filter=Q(code__endswith="0000")), districts=Count("pk", filter=~Q(code__endswith="00"))
    )
    return Network(
        provinces=regions["provinces"],
        districts=regions["districts"],
        sites=Site.objects.count(),
        terminals=Terminal.objects.filter(status=TerminalStatus.IN_SERVICE).count(),
        keys=IntakeKey.objects.filter(revoked_at=None).count(),
        heard=_heard(),
    )


def _heard() -> int:
    """Terminals in service that have reported: all that have, less the few that are out of service; no join of the two tables."""
    reported = TerminalState.objects.filter(seq__gte=0)
    others = [status for status in TerminalStatus if status != TerminalStatus.IN_SERVICE]
    return reported.count() - reported.filter(terminal__in=Terminal.objects.filter(status__in=others)).count()


def _people(now: datetime) -> People:
    held = PostAssignment.objects.filter(post=OuterRef("pk"), validity__contains=now, person__is_active=True)
    posts = Post.objects.filter(is_active=True).annotate(
        has_a=Exists(held.filter(role=AssignmentRole.A)), has_b=Exists(held.filter(role=AssignmentRole.B))
    )
    counted = posts.aggregate(
        all=Count("pk"),
        key=Count("pk", filter=Q(is_key=True)),
        without_a=Count("pk", filter=Q(is_key=True, has_a=False)),
        without_b=Count("pk", filter=Q(is_key=True, has_b=False)),
        commanders=Count("pk", filter=Q(function=Function.COMMANDER, has_a=True)),
    )
    holders = Person.objects.filter(assignments__validity__contains=now, assignments__post__is_key=True).distinct()
    today = local_day(now)
    administrators = Q(is_superuser=True) | Q(groups__name="administrator")
    return People(
        active=Person.objects.filter(is_active=True).count(),
        administrators=Person.objects.filter(administrators, is_active=True).distinct().count(),
        posts=counted["all"],
        key_posts=counted["key"],
        without_a=counted["without_a"],
        without_b=counted["without_b"],
        no_contact=holders.filter(phone="", email="").count(),
        has_commander=bool(counted["commanders"]),
        rotas=Rota.objects.count(),
        shifts_ahead=Shift.objects.filter(period__overlap=(now, now + AHEAD)).count(),
        has_calendar=CalendarDay.objects.filter(day__year=today.year).exists(),
    )


def _plans() -> Plans:
    version = PlanVersion.objects.filter(state=VersionState.IN_FORCE).select_related("approved_by").first()
    policies = EscalationPolicy.objects.count()
    return Plans(version.number, version.approved_by, policies) if version else Plans(None, None, policies)


def _trial(account: ChannelAccount) -> Trial:
    failing = account.standing == Standing.FAILING
    at = account.last_error_at if failing else account.last_success_at
    return Trial(account.name, account.channel, account.standing, at, account.last_error if failing else "")


def _email() -> Trial:
    """What the newest test said, or the newest message that a mail server took."""
    trial = EmailTrial.objects.order_by("-at").first()
    sent = OutboxMessage.objects.filter(channel=Channel.EMAIL, state=MessageState.ACCEPTED).aggregate(at=Max("sent_at"))
    real = "console" not in settings.EMAIL_BACKEND
    if trial is not None and (sent["at"] is None or trial.at > sent["at"]):
        standing = Standing.WORKING if trial.accepted and real else Standing.FAILING
        return Trial("", Channel.EMAIL, standing if real else Standing.UNTRIED, trial.at, trial.error)
    standing = Standing.WORKING if sent["at"] and real else Standing.UNTRIED
    return Trial("", Channel.EMAIL, standing, sent["at"] if real else None)


def _rehearsal() -> Rehearsal | None:
    drill = Incident.objects.filter(is_drill=True).order_by("-pk").first()
    if drill is None:
        return None
    about = {"subject_kind": "incident", "subject_id": drill.pk}
    messages = OutboxMessage.objects.filter(**about).aggregate(
        called=Count("recipient", distinct=True), sent=Count("pk", filter=Q(sent_at__isnull=False))
    )
    return Rehearsal(
        number=drill.number,
        opened_at=drill.opened_at,
        has_deadline=Deadline.objects.filter(**about).exists(),
        called=messages["called"],
        sent=messages["sent"],
        acknowledged=Acknowledgement.objects.filter(**about).exists(),
        tasks=Task.objects.filter(incident=drill).count(),
    )
