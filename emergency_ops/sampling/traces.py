"""What of the house's tables goes with the sample. Everything that is not named here and refers to the sample was built on it."""

from django.db.models import Count, Exists, OuterRef, Q

from incidents.escalation.models import Deadline, OutboxMessage
from incidents.monitoring.models import Warning as FleetWarning
from incidents.monitoring.models import WarningTerminal
from incidents.monitoring.patrols.choices import ROUND_SUBJECT
from incidents.monitoring.patrols.models import PatrolRound
from incidents.response.models import Incident
from resources.network.models import Terminal
from resources.sampling.recording import Rows
from resources.sampling.traces import Traces
from resources.staff.models import Person

#: rows that stay when a sample goes: numbers are never given twice; the calendar is everybody's
STAYING = frozenset(
    {
        "resources.NumberSeries",
        "resources.CalendarDay",
        "resources.HistoricalCalendarDay",
        "resources.SampleLoad",
        "resources.SampleRow",
        "incidents.NumberSeries",
        "incidents.Heartbeat",
        "incidents.FleetBaseline",
        "incidents.SummedPeriod",
        "incidents.EventWatermark",
        "incidents.AuditFinding",
        "notices.NoticeNumbers",
        "notices.NoticeSeries",
        "notices.StatusEdition",
    }
)
#: messages about these tell what really happened to somebody
ON_RECORD = ("incident", "task", "dispatch", "call_back", "notice", "posting")


def warnings(rows: Rows) -> Rows:
    """Warnings about terminals of the sample alone that no incident was opened for."""
    mine = rows.get(Terminal._meta.db_table, set())
    if not mine:
        return {}
    touched = WarningTerminal.objects.filter(terminal__in=mine).values("warning")
    counted = FleetWarning.objects.filter(pk__in=touched).annotate(
        others=Count("members", filter=~Q(members__terminal__in=mine))
    )
    free = counted.filter(~Exists(Incident.objects.filter(warning=OuterRef("pk"))), others=0)
    return {FleetWarning._meta.db_table: set(free.values_list("pk", flat=True))}


def messages(rows: Rows) -> Rows:
    """What people of the sample were told, except about incidents and what belongs to these."""
    people = rows.get(Person._meta.db_table, set())
    found = OutboxMessage.objects.filter(recipient__in=people).exclude(subject_kind__in=ON_RECORD)
    return {OutboxMessage._meta.db_table: set(found.values_list("pk", flat=True))}


def deadlines(rows: Rows) -> Rows:
    """Deadlines of rounds of patrol at the sample's sites."""
    rounds = rows.get(PatrolRound._meta.db_table, set())
    found = Deadline.objects.filter(subject_kind=ROUND_SUBJECT, subject_id__in=rounds)
    return {Deadline._meta.db_table: set(found.values_list("pk", flat=True))}


TRACES = Traces(
    follows={
        "resources.Person_groups": ("person",),
        "resources.Person_regions": ("person",),
        "resources.Person_user_permissions": ("person",),
        "resources.PersonPhoto": ("person",),
        "resources.Post_sites": ("post",),
        "resources.Memo": ("recipient",),
        "resources.Shift": ("post",),
        "resources.StaffEvent": ("post", "person"),
        "resources.CalendarFeed": ("person",),
        "incidents.Unreachable": ("post", "person"),
        "incidents.ContactPreference": ("person",),
        "incidents.ChannelHandle": ("person",),
        "incidents.EmailTrial": ("person",),
        "incidents.AcknowledgeLink": ("message",),
        "incidents.WarningTerminal": ("warning",),
        "incidents.WarningEvent": ("warning",),
        "incidents.PatrolRound": ("site",),
        "incidents.RoundEvent": ("round",),
        "incidents.FindingEvent": ("finding",),
        "incidents.PatrolSetting": ("site",),
        "incidents.IntakeKey_sites": ("site",),
        "account.EmailAddress": ("user",),
        "account.EmailConfirmation": ("email_address",),
        "mfa.Authenticator": ("user",),
        "admin.LogEntry": ("user",),
    },
    dropped={
        "incidents.MinuteWindow": "terminal",
        "incidents.TerminalState": "terminal",
        "incidents.TerminalEvent": "terminal",
        "incidents.Signal": "terminal",
        "incidents.TerminalScreen": "terminal",
    },
    finders=(warnings, messages, deadlines),
    emptied=frozenset(
        {
            "resources.SampleLoad.asked_by",
            "incidents.OutboxMessage.folded_into",
            "incidents.Signal.warning",
            *(
                f"resources.Historical{name}.history_user"
                for name in (
                    "Equipment",
                    "Site",
                    "Terminal",
                    "Depot",
                    "PartType",
                    "StockMinimum",
                    "CalendarDay",
                    "Rota",
                    "Post",
                    "Training",
                )
            ),
            *(f"incidents.Historical{name}.history_user" for name in ("Script", "FaqEntry", "OnlineChannel")),
            *(f"notices.Historical{name}.history_user" for name in ("ReviewRule", "JargonWord")),
        }
    ),
    loose=frozenset(
        {
            "resources_person",
            "resources_region",
            "resources_training",
            "resources_parttype",
            "resources_post",
            "resources_importrun",
            "auth_group",
        }
    ),
    quiet=frozenset({"resources_region"}),
    named=frozenset(
        {
            "resources_person",
            "resources_site",
            "resources_terminal",
            "resources_post",
            "resources_depot",
            "incidents_warning",
            "incidents_patrolround",
            "incidents_intakekey",
        }
    ),
    incidental=frozenset({"actor", "updated_by", "changed_by"}),
    unseen=frozenset({"resources.SampleRow"}),
)
