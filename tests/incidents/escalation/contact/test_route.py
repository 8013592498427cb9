"""Over which channels a message goes, and when."""

from datetime import datetime

import pytest

from incidents.escalation.contact.rules import Quiet, Wishes, route, ways_of
from incidents.escalation.policies.hours import Window, moment_of
from tests.conftest import CST

NIGHT = datetime(2026, 11, 28, 2, 10, tzinfo=CST)
MORNING = NIGHT.replace(hour=7, minute=0)
ALL = ("in_app", "email", "sms", "wecom")
ADDRESSES = {"email": "a@example.cn", "sms": "13800000000", "wecom": "13800000000"}
QUIET = Quiet(Window("22:00", "07:00"), holds_calls=True)


def routed(wanted, wishes, urgency="call", usable=ALL):
    found = route(wanted, wishes, urgency=urgency, usable=usable, at=NIGHT, moment=moment_of(NIGHT, {}))
    return [(one.channel, one.instead_of, one.due_at == NIGHT) for one in found]


def test_the_app_is_always_there():
    assert routed([], Wishes()) == [("in_app", "", True)]


def test_goes_in_the_person_s_own_order():
    wishes = Wishes(order=("sms", "email"), addresses=ADDRESSES)
    assert [channel for channel, *_rest in routed(["email", "sms"], wishes)] == ["in_app", "sms", "email"]


def test_without_an_address_the_next_in_their_order_serves():
    wishes = Wishes(order=("wecom", "sms"), addresses={"wecom": "138", "email": "a@example.cn"})
    assert routed(["sms"], wishes)[1:] == [("wecom", "sms", True)]


def test_a_channel_that_is_not_set_up_gives_place_too():
    assert routed(["sms"], Wishes(addresses=ADDRESSES), usable=("in_app", "email"))[1:] == [("email", "sms", True)]


def test_what_was_asked_for_is_not_used_twice():
    assert routed(["sms", "email"], Wishes(addresses={"email": "a@example.cn"}))[1:] == [
        ("email", "", True),
        ("sms", "", True),
    ]


def test_a_channel_without_any_way_stays_so_that_it_fails_visibly():
    found = route(["sms"], Wishes(), urgency="call", usable=ALL, at=NIGHT, moment=moment_of(NIGHT, {}))
    assert [(one.channel, one.is_lacking) for one in found] == [("in_app", False), ("sms", True)]


def test_a_group_is_told_although_it_cannot_mention_them():
    assert routed(["wecom"], Wishes())[1:] == [("wecom", "", True)]


@pytest.mark.parametrize(("urgency", "expected"), [("call", []), ("urgent", ["sms"])])
def test_a_channel_that_is_off_serves_what_is_urgent(urgency, expected):
    wishes = Wishes(off=frozenset({"sms"}), addresses={"sms": "138"})
    assert [channel for channel, *_rest in routed(["sms"], wishes, urgency)][1:] == expected


class TestQuietHours:
    wishes = Wishes(addresses=ADDRESSES, quiet=(QUIET,))

    def test_hold_a_call_until_their_end_but_not_in_the_app(self):
        found = route(["sms"], self.wishes, urgency="call", usable=ALL, at=NIGHT, moment=moment_of(NIGHT, {}))
        assert [(one.channel, one.due_at) for one in found] == [("in_app", NIGHT), ("sms", MORNING)]

    def test_do_not_hold_what_is_urgent(self):
        assert routed(["sms"], self.wishes, "urgent")[1:] == [("sms", "", True)]

    def test_for_notes_alone_let_calls_through(self):
        wishes = Wishes(addresses=ADDRESSES, quiet=(Quiet(QUIET.window),))
        assert routed(["sms"], wishes, "call")[1:] == [("sms", "", True)]
        assert routed(["sms"], wishes, "note")[1:] == [("sms", "", False)]


def test_the_ways_to_somebody_are_in_their_order():
    wishes = Wishes(order=("feishu", "sms", "email"), addresses=ADDRESSES)
    assert ways_of(wishes, urgency="note", usable=ALL) == ["sms", "email", "wecom"]
