"""The only writers of plans: one function a change, each in one transaction."""

from .approving import approve, comment, enforce, faults_of, refuse, retire, submit
from .drafting import (
    Terms,
    add_step,
    change_step,
    create_plan,
    discard,
    draft_from,
    move_step,
    remove_step,
    save_terms,
)

__all__ = [
    "Terms",
    "add_step",
    "approve",
    "change_step",
    "comment",
    "create_plan",
    "discard",
    "draft_from",
    "enforce",
    "faults_of",
    "move_step",
    "refuse",
    "remove_step",
    "retire",
    "save_terms",
    "submit",
]
