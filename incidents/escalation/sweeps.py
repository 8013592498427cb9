"""Periodic work. Every sweep may run anywhere, any number of times at once."""

import time

from celery import shared_task

from emergency_ops.lib import clock
from resources.staff.actions.handover_reminders import remind_next

from . import dead_man, jobs
from .actions import audit
from .actions.carrying import carry_next
from .actions.deadlines import fire_next
from .actions.sending import mark_stale_claims
from .heartbeats import beating
from .queries import due_account_ids, due_message_ids, due_receipt_ids

#: seconds after which a sweep of deadlines leaves the rest to the next one, so that messages get their turn
PATIENCE = 4
#: messages in a task, and handed on by a sweep; a task that waits this many seconds is dropped, for they are handed on again
BATCH = 10
MOST_MESSAGES = 200
HANDED_ON_FOR = 30


@shared_task(name="incidents.escalation.sweeps.fire_deadlines")
def fire_deadlines() -> int:
    """Carry out the deadlines that are due, each in a transaction of its own; how many."""
    began = time.monotonic()
    with beating("fire_deadlines", 5) as found:
        fired = 0
        while time.monotonic() - began < PATIENCE and fire_next(clock.now()) is not None:
            fired += 1
        found["fired"] = fired
    return fired


@shared_task(name="incidents.escalation.sweeps.deliver_messages")
def deliver_messages() -> int:
    """Hand the messages that are due to workers, and give up on sends that nobody will finish; how many messages to
    people and accounts of groups were handed on.
    """
    with beating("deliver_messages", 5) as found:
        now = clock.now()
        found["unknown"] = mark_stale_claims(now=now)
        ids = due_message_ids(now, MOST_MESSAGES)
        for start in range(0, len(ids), BATCH):
            jobs.deliver.apply_async((ids[start : start + BATCH],), expires=HANDED_ON_FOR)
        accounts = due_account_ids(now)
        for account in accounts:
            jobs.deliver_account.apply_async((account,), expires=HANDED_ON_FOR)
        found["handed_on"], found["accounts"] = len(ids), len(accounts)
    return len(ids) + len(accounts)


@shared_task(name="incidents.escalation.sweeps.ask_receipts")
def ask_receipts() -> int:
    """Hand the text messages whose receipt is due to workers; how many."""
    with beating("ask_receipts", 15) as found:
        ids = due_receipt_ids(clock.now(), MOST_MESSAGES)
        for start in range(0, len(ids), BATCH):
            jobs.follow_receipts.apply_async((ids[start : start + BATCH],), expires=HANDED_ON_FOR)
        found["handed_on"] = len(ids)
    return len(ids)


@shared_task(name="incidents.escalation.sweeps.carry_memos")
def carry_memos() -> int:
    """Carry what people are to be told into the outbox; how many memos."""
    began = time.monotonic()
    with beating("carry_memos", 10) as found:
        carried = 0
        while time.monotonic() - began < PATIENCE and (number := carry_next(clock.now())):
            carried += number
        found["carried"] = carried
    return carried


@shared_task(name="incidents.escalation.sweeps.remind_handovers")
def remind_handovers() -> int:
    """Remind of handovers that were not accepted in time or not handed back; how many."""
    with beating("remind_handovers", 60) as found:
        reminded = 0
        while number := remind_next(clock.now()):
            reminded += number
        found["reminded"] = reminded
    return reminded


@shared_task(name="incidents.escalation.sweeps.audit_silence")
def audit_silence() -> int:
    """Prove that no open subject is forgotten and that the other sweeps are alive; how many things were found missing."""
    with beating("audit_silence", 60) as found:
        result = audit.audit(clock.now())
        found.update(result.as_detail())
        found["dead_man"] = dead_man.answer(all_well=result.all_well)
    return result.missing
