"""What an Update or a Cancel refers to."""

from dataclasses import replace
from datetime import timedelta

from notices.channels.cap.alert import Reference
from notices.channels.cap.chain import Sent, standing
from tests.conftest import NOON

LATER = NOON + timedelta(hours=1)
FIRST = Sent(Reference("s", "1", "t"), "Alert", LATER)
SECOND = Sent(Reference("s", "2", "t"), "Update", LATER, (FIRST.reference,))


def test_the_third_message_refers_to_both_before_it():
    assert standing([FIRST, SECOND], NOON) == [FIRST.reference, SECOND.reference]


def test_what_has_expired_is_not_referred_to():
    assert standing([replace(FIRST, expires=NOON), SECOND], NOON) == [SECOND.reference]


def test_what_was_cancelled_is_not_referred_to():
    cancel = Sent(Reference("s", "3", "t"), "Cancel", LATER, (FIRST.reference, SECOND.reference))
    assert standing([FIRST, SECOND, cancel], NOON) == []


def test_what_never_expires_stands():
    assert standing([replace(FIRST, expires=None)], NOON) == [FIRST.reference]
