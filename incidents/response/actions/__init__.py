"""The only writers of incidents: one function a state change, each in one transaction."""

from .deciding import confirm, mark_false_alarm, reopen, reopen_if_reported_down
from .merging import merge_into, merge_many
from .notes import acknowledge, note
from .opening import Finding, create, open_from_warning
from .responding import activate, change_grade, change_level, close, expect_until, restore, restore_by_reports
from .substitutes import (
    ready_substitute,
    request_substitute,
    serve_substitute,
    state_capacity,
    withdraw_substitute,
)
from .watching import absorb

__all__ = [
    "Finding",
    "absorb",
    "acknowledge",
    "activate",
    "change_grade",
    "change_level",
    "close",
    "confirm",
    "create",
    "expect_until",
    "mark_false_alarm",
    "merge_into",
    "merge_many",
    "note",
    "open_from_warning",
    "ready_substitute",
    "reopen",
    "reopen_if_reported_down",
    "request_substitute",
    "restore",
    "restore_by_reports",
    "serve_substitute",
    "state_capacity",
    "withdraw_substitute",
]
