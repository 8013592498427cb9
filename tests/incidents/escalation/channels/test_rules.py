"""How many calls an account bears, what goes next, which accounts serve a region."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from incidents.escalation.channels.adapters import FEISHU_LIMITS, TWENTY_A_MINUTE
from incidents.escalation.channels.rules import free_again_at, free_calls, kept, nearest, pick
from tests.conftest import NOON


def ago(*seconds):
    return [NOON - timedelta(seconds=one) for one in seconds]


@dataclass(frozen=True)
class Message:
    name: str
    subject_id: int = 1
    due_at: datetime = NOON
    subject_kind: str = "probe"
    state: str = "queued"
    urgent: bool = False


def picked(waiting, free):
    found = pick(waiting, free, NOON)
    return found and (found.lead.name, [one.name for one in found.folded])


class TestLimits:
    def test_twenty_in_any_minute(self):
        assert free_calls(ago(*range(20)), TWENTY_A_MINUTE, NOON) == 0
        assert free_calls(ago(*range(19), 62), TWENTY_A_MINUTE, NOON) == 1

    def test_the_narrower_of_two_limits_counts(self):
        assert free_calls(ago(0.1, 0.2, 0.3), FEISHU_LIMITS, NOON) == 2

    def test_without_limits_there_is_no_number(self):
        assert free_calls([], (), NOON) is None

    def test_the_next_call_is_free_when_the_oldest_of_twenty_leaves_the_window(self):
        assert free_again_at(ago(*range(20)), TWENTY_A_MINUTE, NOON) == NOON + timedelta(seconds=61 - 19)

    def test_calls_that_no_longer_count_are_forgotten(self):
        assert kept(ago(70, 5), TWENTY_A_MINUTE, NOON) == [*ago(5), NOON]


class TestPick:
    def test_the_oldest_first(self):
        assert picked([Message("a", 1), Message("b", 2)], 20) == ("a", [])

    def test_an_urgent_one_before_older_notes_and_with_its_own(self):
        assert picked([Message("a", 1), Message("b", 2), Message("c", 2, urgent=True)], 20) == ("c", ["b"])

    def test_nothing_that_is_not_due(self):
        assert picked([Message("a", due_at=NOON + timedelta(seconds=1))], 20) is None

    def test_with_enough_calls_each_goes_by_itself(self):
        assert picked([Message("a"), Message("b"), Message("c")], 3) == ("a", [])

    def test_with_too_few_a_subject_s_messages_go_as_one_under_the_newest(self):
        assert picked([Message("a", 1), Message("b", 2), Message("c", 1)], 2) == ("c", ["a"])

    def test_what_waits_for_another_attempt_goes_along_with_what_follows_it(self):
        later = NOON + timedelta(seconds=60)
        assert picked([Message("a", due_at=later, state="retry_wait"), Message("b")], 20) == ("b", ["a"])

    def test_what_waits_for_the_end_of_quiet_hours_does_not(self):
        later = NOON + timedelta(hours=6)
        assert picked([Message("a", due_at=later), Message("b")], 1) == ("b", [])

    def test_what_was_tried_before_takes_along_what_has_come_meanwhile(self):
        assert picked([Message("a", state="retry_wait"), Message("b")], 20) == ("b", ["a"])

    def test_a_failing_subject_does_not_hold_up_another(self):
        later = NOON + timedelta(seconds=60)
        assert picked([Message("a", 1, due_at=later), Message("b", 2)], 20) == ("b", [])


class TestNearest:
    ACCOUNTS = (
        ("country", None),
        ("shanghai", "310000"),
        ("huangpu", "310101"),
        ("huangpu too", "310101"),
        ("nanjing", "320100"),
    )

    @pytest.mark.parametrize(
        ("region", "names"),
        [
            ("310101", ["huangpu", "huangpu too"]),
            ("310104", ["shanghai"]),
            ("320000", ["country"]),
            ("", ["country"]),
        ],
    )
    def test_all_of_the_smallest_area_that_holds_the_region(self, region, names):
        assert nearest(self.ACCOUNTS, region) == names

    def test_the_code_of_the_whole_country_is_everywhere(self):
        assert nearest([("a", "000000")], "310101") == ["a"]
