"""Deadlines, messages and acknowledgements. This slice knows posts and people, not incidents: a subject is (kind, id)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.live_rows import LiveModel

from .choices import Channel, DeadlineState, FindingKind, Growth, MessageState, StopRule
from .policies.conditions import Conditions, parse_conditions
from .rules import Rung, Step, parse_steps, rungs_of

#: messages that wait for their send
WAITING = (MessageState.QUEUED, MessageState.RETRY_WAIT)
#: messages that still need a send, or somebody's eye
UNSETTLED = (
    MessageState.QUEUED,
    MessageState.SENDING,
    MessageState.RETRY_WAIT,
    MessageState.FAILED,
    MessageState.UNKNOWN,
)


class EscalationPolicy(models.Model):
    """Who is called, in which order, when nobody answers. Edits make a new version; incidents keep theirs."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    is_default = models.BooleanField(_("默认"), default=False)
    rank = models.PositiveIntegerField(_("顺序"), default=0, help_text="the default comes last, whatever its rank")
    is_retired = models.BooleanField(_("已停用"), default=False)

    class Meta:
        verbose_name = _("升级策略")
        verbose_name_plural = _("升级策略")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_escalation_policy"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """Immutable. steps: see rules.stored_steps; conditions: see policies.conditions.stored_conditions."""

    policy = models.ForeignKey(EscalationPolicy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    steps = models.JSONField()
    conditions = models.JSONField(default=dict)
    confirm_minutes = models.PositiveIntegerField(_("确认时限（分钟）"), default=5)
    acknowledgement_minutes = models.PositiveIntegerField(_("接警确认有效期（分钟）"), default=15)
    repeat_minutes = models.PositiveIntegerField(_("末级重复间隔（分钟）"), default=10)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"

    @cached_property
    def parsed_steps(self) -> tuple[Step, ...]:
        return parse_steps(self.steps)

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        return rungs_of(self.parsed_steps)

    @cached_property
    def parsed_conditions(self) -> Conditions:
        return parse_conditions(self.conditions)


class PolicyChoice(models.Model):
    """Which policy version a subject got, when and why: [name of a condition, value] pairs. Append-only; the newest holds."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-at"], name="policy_choice_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.version_id}"


class Deadline(models.Model):
    """Something is due at a time, once. Swept with FOR UPDATE SKIP LOCKED; unique on (subject, kind, step, round).

    A handler that raised left its sentence in `error`; the row stays pending and comes again at `retry_at`.
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=30, help_text="names the registered handler")
    step = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeadlineState.choices, default=DeadlineState.PENDING)
    fired_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    payload = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "step", "round"], name="deadline_once"
            )
        ]
        indexes = [
            models.Index(
                Coalesce("retry_at", "due_at"), name="deadline_due", condition=models.Q(state=DeadlineState.PENDING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.kind} {self.step}/{self.round}"


class Acknowledgement(LiveModel):
    """接警确认: somebody has it; lapses at expires_at unless the subject has moved on.

    ended_because: a Growth value when it was ended early, at expires_at, because the subject grew.
    """

    live = ("{subject_kind}.{subject_id}", "acknowledgements")

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    person = models.ForeignKey("resources.Person", models.PROTECT, related_name="+")
    acting_for = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_because = models.CharField(max_length=10, choices=Growth.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-expires_at"], name="ack_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.person_id}"


class OutboxMessage(LiveModel):
    """A message to a person over one channel, written in the transaction that caused it. In-app: this row is the inbox."""

    live = ("inbox.{recipient_id}", "{subject_kind}.{subject_id}", "messages")

    idempotency_key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    account = models.ForeignKey("incidents.ChannelAccount", models.PROTECT, null=True, related_name="messages")
    recipient = models.ForeignKey("resources.Person", models.PROTECT, related_name="messages")
    mentions = ArrayField(models.BigIntegerField(), default=list, help_text="people whom a group's message is for")
    urgent = models.BooleanField(_("紧急"), default=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    stop_on_acknowledgement = models.BooleanField(default=True)
    stops_on = models.CharField(max_length=12, choices=StopRule.choices, default=StopRule.ACKNOWLEDGED)
    instead_of = models.CharField(
        max_length=10, choices=Channel.choices, blank=True, help_text="there was no way over it"
    )
    held_until = models.DateTimeField(null=True, help_text="the end of the recipient's quiet hours")
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"))
    link = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    folded_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="folded")
    reference = models.CharField(max_length=64, blank=True, help_text="the channel's own number of it")
    receipt_due_at = models.DateTimeField(null=True, help_text="when the channel is asked what became of it")
    receipt_checks = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["account", "created_at", "id"],
                name="outbox_account_waiting",
                condition=models.Q(state__in=[MessageState.QUEUED, MessageState.SENDING, MessageState.RETRY_WAIT]),
            ),
            models.Index(
                fields=["receipt_due_at"], name="outbox_receipt_due", condition=models.Q(receipt_due_at__isnull=False)
            ),
            models.Index(
                fields=["due_at"],
                name="outbox_due",
                condition=models.Q(state__in=[MessageState.QUEUED, MessageState.RETRY_WAIT]),
            ),
            models.Index(
                fields=["state", "-created_at"], name="outbox_unsettled", condition=models.Q(state__in=UNSETTLED)
            ),
            models.Index(
                fields=["recipient"],
                name="outbox_unread",
                condition=models.Q(channel=Channel.IN_APP, read_at=None),
            ),
            models.Index(
                fields=["sent_at"],
                name="outbox_mailed",
                condition=models.Q(channel=Channel.EMAIL, state=MessageState.ACCEPTED),
            ),
            models.Index(fields=["recipient", "-created_at"], name="outbox_recipient"),
            models.Index(fields=["-created_at"], name="outbox_created"),
            models.Index(fields=["subject_kind", "subject_id"], name="outbox_subject"),
        ]

    def __str__(self) -> str:
        return self.idempotency_key


class Heartbeat(models.Model):
    """When a sweep last came to its end; the status page and the metric read it. since: when it began to beat without a gap."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(default=0)
    detail = models.JSONField(default=dict)
    expected_seconds = models.PositiveIntegerField(default=60)

    def __str__(self) -> str:
        return self.name


class AuditFinding(models.Model):
    """What an audit of absence found missing, and when; the same thing again only prolongs the row."""

    kind = models.CharField(_("发现"), max_length=12, choices=FindingKind.choices)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60, blank=True, help_text="the sweep or the kind of deadline")
    detail = models.CharField(max_length=300, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [models.Index(fields=["-last_at"], name="finding_recent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id or self.name}"


class Unreachable(models.Model):
    """Somebody was called for a subject as a post's A and did not answer in time: B acts for them, for this subject."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    post = models.ForeignKey("resources.Post", models.CASCADE, related_name="+")
    person = models.ForeignKey("resources.Person", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, help_text="when they were heard of again: A answers once more")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "post", "person"], name="unreachable_once_a_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.person_id}"


class ContactPreference(models.Model):
    """How somebody wants to be reached. Channels that `order` leaves out come behind it; `off` serves urgent messages only.

    quiet: see contact.storing.
    """

    person = models.OneToOneField("resources.Person", models.CASCADE, related_name="contact_preference")
    order = models.JSONField(default=list)
    off = models.JSONField(default=list)
    quiet = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("resources.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("通知偏好")
        verbose_name_plural = _("通知偏好")

    def __str__(self) -> str:
        return f"{self.person_id}"
