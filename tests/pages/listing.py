"""The list of all pages: every address that answers a GET with HTML, what it takes from the world, and who opens it.

    from tests.pages.listing import PAGES
    for page in PAGES:
        page.name          # "incidents:detail"
        page.who           # "manager": a key of world.people; "" for a visitor without a login
        page.path(world)   # "/incidents/SJ-20261123-0001/"

Complete by construction: tests/pages/test_listing.py walks the resolver and fails for a route that is neither here nor in
`excluded.EXCLUDED`.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Page:
    """args: attributes of the world ("site.code"), or values that begin with "=" ("=receipt"); by position, or all by name.

    query: with its "?"; what is in braces is an attribute of the world.
    """

    name: str
    who: str = "manager"
    args: tuple[str, ...] = ()
    query: str = ""
    status: int = 200

    def path(self, world: Any) -> str:
        """The address, for a world as tests.pages.world.build makes it."""
        named = dict(one.split(":") for one in self.args if ":" in one)
        values = {name: value(world, said) for name, said in named.items()}
        address = reverse(self.name, args=[value(world, one) for one in self.args if ":" not in one], kwargs=values)
        return address + self.query.format(world=world)

    def __str__(self) -> str:
        return self.name + self.query


def value(world: Any, said: str) -> Any:
    if said.startswith("="):
        return said[1:]
    return reduce(getattr, said.split("."), world)


def of(who: str, prefix: str, *rows: str) -> list[Page]:
    """of("manager", "network", "sites", "site site.code"): pages of one person; a row is a name, its arguments, ?query, !status."""
    pages = []
    for row in rows:
        name, *args = row.split()
        status = int(args.pop()[1:]) if args and args[-1].startswith("!") else 200
        query = args.pop() if args and args[-1].startswith("?") else ""
        pages.append(Page(f"{prefix}:{name}" if prefix else name, who, tuple(args), query, status))
    return pages


INCIDENT = "incident.number"
COUNTER = "incident.number counter.pk"
ONLINE = "incident.number online.pk"
HOTLINE = "incident.number hotline.pk"

MOVES = (
    "confirm", "activate", "restore", "close", "false-alarm", "merge", "reopen", "level", "grade", "expect", "note",
    "acknowledge", "request-substitute",
)  # fmt: skip
STEPS = ("ready", "serve", "withdraw", "capacity")

NETWORK = [
    *of("manager", "network", "regions", "sites", "site site.code", "terminals", "terminal terminal.code"),
    *of("manager", "network", "site_create", "site_edit site.code", "terminal_create", "terminal_edit terminal.code"),
    *of("manager", "network", "terminal_labels", "site_labels"),
    *of("administrator", "network", "import", "import_run import_run.pk"),
]
STAFF = [
    *of(
        "manager", "staff", "preferences", "board", "team", "assignments", "people", "person someone.pk", "post post.pk"
    ),
    *of("administrator", "staff", "person_create", "person_edit someone.pk", "person_password someone.pk"),
    *of("commander", "staff", "post_create", "post_edit post.pk", "post_retire post.pk", "post_assign post.pk"),
    *of("commander", "staff", "assignment_end assignment.pk", "absences", "absence_plan", "absence absence.pk"),
    *of("commander", "staff", "handovers", "handover handover.pk", "covers", "cover_name"),
    *of("commander", "staff", "duty", "my_duty", "post_feed_page duty_post.pk", "duty_gaps", "duty_fairness"),
    *of("commander", "staff", "shifts", "shift shift.pk", "swaps", "swap swap.pk"),
    *of("commander", "staff", "rotas", "rota_create ?post={world.duty_post.pk}", "rota rota.pk", "calendar"),
    *of("shift_holder", "staff", "swap_ask other_shift.pk"),
    *of("administrator", "staff", "calendar_enter"),
    *of("commander", "staff", "calendar_day =2026-11-23"),
    *of("commander", "staff", "training", "record_create", "record record.pk", "record_revoke record.pk"),
    *of("commander", "staff", "courses", "course_create", "course training.pk", "course_edit training.pk"),
    *of("commander", "staff", "course_retire training.pk", "badges", "badge_issue", "badge badge.pk"),
    *of("commander", "staff", "badge_renew badge.pk", "badge_revoke badge.pk", "photo_edit badge.person_id"),
    *of("", "staff", "check badge.token"),
]
INVENTORY = [
    *of("storekeeper", "inventory", "stock", "level depot.code part.code", "depots", "depot depot.code"),
    *of("storekeeper", "inventory", "parts", "part_create", "part part.code", "part_edit part.code"),
    *of(
        "storekeeper",
        "inventory",
        "movements",
        "movement_create =receipt",
        "reservations",
        "reservation reservation.pk",
    ),
    *of("storekeeper", "inventory", "deliveries", "delivery_create", "delivery delivery.pk", "replenishment"),
    *of("storekeeper", "inventory", "transfers", "transfer_create", "transfer draft_transfer.number"),
    *of("storekeeper", "inventory", "transfer_edit draft_transfer.number", "transfer_recall transfer.number"),
    *of("storekeeper", "scanning", "page"),
    *of("administrator", "inventory", "depot_create", "depot_edit depot.code"),
    *of("manager", "inventory", "transfer_receive transfer.number"),
    *of("storekeeper", "inventory", "stocktakes", "stocktake_start", "stocktake counted.number"),
    *of("storekeeper", "inventory", "stocktake_count stocktake.number", "stocktake_entry stocktake.number"),
    *of(
        "storekeeper",
        "inventory",
        "equipment_list",
        "equipment_register",
        "equipment item.code",
        "equipment_edit item.code",
    ),
    *of(
        "storekeeper", "inventory", "equipment_step item.code =back", "equipment_swap standby.code", "equipment_labels"
    ),
    *of(
        "storekeeper",
        "inventory",
        "swap terminal.code",
        "list_versions",
        "list_draft",
        "list_version list_version.number",
    ),
    *of("storekeeper", "inventory", "needs", "supplies", "supply_create", "supply supply.number"),
    *of("storekeeper", "papers", "paper paper.pk"),
    *of("commander", "attachments", "hide attachment.pk"),
]
MONITORING = [
    *of("field_staff", "patrols", "mine", "round round.token"),
    *of(
        "manager", "patrols", "rounds", "paper round.token", "findings", "finding finding.pk", "statistics", "settings"
    ),
    *of("manager", "patrols", "settings_bulk", "setting site.code", "checklists"),
    *of("administrator", "patrols", "checklist ?model=ZZ-200"),
    *of("administrator", "monitoring", "external_alerts", "external_alert alert.pk", "external_sources"),
    *of("administrator", "monitoring", "external_labels source.pk", "keys", "rules", "rule rule.pk"),
    *of("manager", "monitoring", "warnings", "warning warning.pk", "fleet"),
]
INCIDENTS = [
    *of("commander", "", "dashboard"),
    *of(
        "manager",
        "incidents",
        "list",
        "create",
        f"detail {INCIDENT}",
        f"report {INCIDENT}",
        f"strip {INCIDENT}",
        f"terminals {INCIDENT}",
        f"extent {INCIDENT}",
    ),
    *of(
        "manager",
        "incidents",
        f"gather {INCIDENT}",
        f"split {INCIDENT}",
        f"reclassify {INCIDENT}",
        f"relate {INCIDENT}",
        f"resources_suggested {INCIDENT}",
    ),
    *of("manager", "incidents", f"command number:{INCIDENT}", f"command_hand_over {INCIDENT}"),
    *of("commander", "incidents", f"command_transfer {INCIDENT} transfer_of_command.pk"),
    *of("manager", "incidents", "my_counters", f"substitute {COUNTER}", f"counter_settings {COUNTER}"),
    *of("administrator", "incidents", "counter_checks"),
    *of(
        "manager", "incidents", f"counter_staff {COUNTER}", f"counter_equipment {COUNTER}", f"counter_tickets {COUNTER}"
    ),
    *of("manager", "incidents", f"counter_join {COUNTER} someone.pk", f"counter_prolong {COUNTER} clerk.pk"),
    *of("manager", "incidents", f"counter_cash {COUNTER} =back", f"counter_issue {COUNTER}"),
    *of("manager", "incidents", f"counter_slip {COUNTER} ticket.pk", f"counter_window {COUNTER} window.number"),
    *of("manager", "incidents", f"counter_priority {COUNTER}"),
    *of(
        "", "", "counter_take counter.take_token", "counter_screen counter.screen_token", "counter_ticket ticket.token"
    ),
    *of("manager", "incidents", "commands", "command pk:command.pk", f"diagnosis {INCIDENT}"),
    *of("administrator", "incidents", "channels", "channel_create", "channel channel.pk", "channel_edit channel.pk"),
    *of(
        "manager",
        "incidents",
        f"channels_named {ONLINE}",
        f"codes {ONLINE}",
        f"code_add {ONLINE}",
        f"codes_prolong {ONLINE}",
    ),
    *of(
        "manager",
        "incidents",
        f"codes_revoke {INCIDENT}",
        f"code {ONLINE} code.code",
        f"code_screen {ONLINE} code.code",
    ),
    *of(
        "administrator", "incidents", "webhooks", "webhook endpoint.pk", "webhook_calls", "webhook_call webhook_call.pk"
    ),
    *of("manager", "incidents", "scripts", "script_create", "script script.pk", "script_edit script.pk"),
    *of("manager", "incidents", f"hotline_desk {HOTLINE}", f"calls {HOTLINE}", f"call {HOTLINE} call.pk"),
    *of("manager", "incidents", f"call_backs {HOTLINE}"),
    *of("commander", "incidents", *(f"{move} {INCIDENT}" for move in MOVES), *(f"{move} {COUNTER}" for move in STEPS)),
    *of("commander", "plans", "list", "create", "plan plan.pk", "version plan_version.pk", "diff plan_draft.pk"),
    *of("commander", "plans", "terms plan_draft.pk", "add_step plan_draft.pk", "step plan_step.pk"),
    *of("field_staff", "tasks", "mine"),
    *of("manager", "tasks", "list", f"board {INCIDENT}", "task task.pk"),
    *of("manager", "dispatch", "board", f"choose {INCIDENT}", f"several {INCIDENT}"),
    *of(
        "field_staff",
        "dispatch",
        *(f"{step} dispatch.pk" for step in ("accept", "decline", "start", "arrive", "release")),
    ),
    *of("manager", "dispatch", "withdraw dispatch.pk"),
    *of("field_staff", "dispatch", "mine", "page dispatch.pk", "scan dispatch.pk"),
    *of("manager", "dispatch", f"replace_part {INCIDENT} terminal.code"),
    *of("", "", "emergency-code revoked_code.code !410"),
]
ESCALATION = [
    *of("manager", "escalation", "inbox", "preferences", "deliveries"),
    *of(
        "administrator",
        "escalation",
        "preferences_of someone.pk",
        "policies",
        "simulate",
        "new_policy",
        "policy policy.pk",
    ),
    *of("administrator", "escalation", "system", "channels", "new_channel =sms", "channel account.pk"),
    *of("", "acknowledge", "link link_token"),
]
NOTICES = [
    *of(
        "publisher", "content", "list", "create", f"incident {INCIDENT}", "notice notice.number", "notice draft.number"
    ),
    *of("commander", "content", "review_rules", "notice review.number"),
    *of("publisher", "content", "edit draft.number", "diff draft.number", "deliveries notice.number"),
    *of("publisher", "content", "previews notice.number"),
    *of("publisher", "cap", "list", "message cap.identifier"),
    *of("publisher", "channels", "deliveries", "delivery publication.pk"),
    *of("administrator", "channels", "accounts", "new_account =weibo", "account public_account.pk"),
    *of("publisher", "screens", "showing", "notice notice.number", "choose notice.number"),
    *of("publisher", "answers", "list", "create", "item proposed.pk", "edit question.pk", "version question.pk =1"),
    *of("", "faq", "index", "priority", "index_en", "priority_en", "entry question.slug", "entry_en question.slug"),
    *of(
        "publisher",
        "notice_templates",
        "list",
        "create",
        "words",
        "word_create",
        "word word.pk",
        "template template.pk",
    ),
    *of("publisher", "notice_templates", "edit template.pk", "diff template.pk"),
    *of("publisher", "walls", "list"),
    *of("field_staff", "walls", "mine", "posting posting.pk", "site site.code"),
    *of("publisher", "notices", "list", "preview sheet.pk", f"incident {INCIDENT}"),
    *of("publisher", "notices", "document job.pk"),
    *of("", "", "sheet-check sheet.check_code"),
    *of(
        "",
        "status",
        "index",
        "region site.region_id",
        "site site.code",
        "notice notice.number",
        "history",
        "month =2026-11",
    ),
    *of(
        "",
        "status",
        "index_en",
        "region_en site.region_id",
        "site_en site.code",
        "notice_en notice.number",
        "history_en",
    ),
    *of("", "status", "month_en =2026-11"),
]
HOUSE = [
    *of("commander", "wall", "wall", "links"),
    *of(
        "",
        "",
        "no_connection",
        "wall_kiosk link_secret",
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
    ),
    *of("", "", "account_reset_password_from_key_done", "account_inactive"),
    *of("commander", "pictures", "pictures", "page =payments", "page =states", "page =courses", "page =keeping"),
    *of("commander", "pictures", "page =waits", "page =stock", "page =duty", "report"),
    *of("commander", "search", "page ?q=黄浦"),
    *of("administrator", "styleguide", "page"),
    *of("manager", "glossary", "page"),
    *of("administrator", "setup", "guide", "regions"),
    *of("manager", "", "account_logout", "account_email", "account_change_password", "mfa_index"),
    *of("manager", "", "account_reauthenticate", "mfa_list_webauthn"),
]
PAGES: list[Page] = [*INCIDENTS, *NETWORK, *STAFF, *INVENTORY, *MONITORING, *ESCALATION, *NOTICES, *HOUSE]
