"""Which reports count: the window of sequence numbers, restarts, and order."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.monitoring.intake.admission import EMPTY, WIDTH, Verdict, admit, packed, unpacked
from tests.conftest import NOON

NEWEST, LATE, DUPLICATE, TOO_OLD = Verdict.NEWEST, Verdict.LATE, Verdict.DUPLICATE, Verdict.TOO_OLD


def minute(number):
    return NOON + timedelta(minutes=number)


def stored_and_read(ledger):
    return unpacked(ledger.current.seq, ledger.current.at, packed(ledger))


def judged(*reports, ledger=EMPTY):
    """The verdicts on (seq, minute) pairs in order of arrival, through storage and back after each."""
    verdicts = []
    for seq, at in reports:
        verdict, ledger = admit(ledger, seq, minute(at))
        ledger = stored_and_read(ledger)
        verdicts.append(verdict)
    return verdicts


def test_a_first_report_is_the_newest():
    assert judged((7, 0)) == [NEWEST]


def test_a_repeat_is_a_duplicate():
    assert judged((7, 0), (8, 1), (7, 0), (8, 1)) == [NEWEST, NEWEST, DUPLICATE, DUPLICATE]


def test_a_straggler_counts_once_and_is_not_the_newest():
    assert judged((1, 1), (3, 3), (2, 2), (2, 2)) == [NEWEST, NEWEST, LATE, DUPLICATE]


def test_a_restart_is_known_by_its_clock():
    assert judged((900, 1), (1, 2), (1, 2), (2, 3)) == [NEWEST, NEWEST, DUPLICATE, NEWEST]


def test_stragglers_from_before_a_restart_count_once():
    assert judged((900, 3), (1, 4), (899, 2), (899, 2), (900, 3)) == [NEWEST, NEWEST, LATE, DUPLICATE, DUPLICATE]


def test_a_straggler_newer_than_all_before_the_restart_counts_once():
    assert judged((900, 3), (1, 5), (901, 4), (901, 4), (2, 6)) == [NEWEST, NEWEST, LATE, DUPLICATE, NEWEST]


def test_a_clock_set_back_does_not_stop_the_state():
    assert judged((1, 9), (2, 4), (2, 4), (3, 5), (4, 10)) == [NEWEST, NEWEST, DUPLICATE, NEWEST, NEWEST]


def test_what_lies_before_the_window_cannot_be_judged():
    assert judged((WIDTH, WIDTH), (0, 0), (1, 1)) == [NEWEST, TOO_OLD, LATE]


def test_a_leap_empties_the_window():
    assert judged((1, 0), (2 * WIDTH, 1), (WIDTH + 1, 0)) == [NEWEST, NEWEST, LATE]


def test_a_terminal_that_always_says_one_still_counts_each_report_once():
    assert judged((1, 0), (1, 1), (1, 0), (1, 2), (1, 1)) == [NEWEST, NEWEST, DUPLICATE, NEWEST, DUPLICATE]


@given(st.integers(2, 60), st.integers(0, 2**32), st.integers(1, 3))
def test_whatever_the_order_each_report_counts_once(count, seed, copies):
    reports = [(seq, seq) for seq in range(count)] * copies
    random.Random(seed).shuffle(reports)
    counted = [report for report, verdict in zip(reports, judged(*reports), strict=True) if verdict in (NEWEST, LATE)]
    assert sorted(counted) == [(seq, seq) for seq in range(count)]


@given(st.integers(2, 30), st.integers(2, 30), st.integers(0, 2**32))
def test_a_restart_counts_each_report_once_when_each_run_comes_shuffled(before, after, seed):
    rng = random.Random(seed)
    first = [(100 + n, n) for n in range(before)] * 2
    second = [(n, before + n) for n in range(after)]
    rng.shuffle(first)
    repeats = rng.sample(first, len(first) // 2)
    reports = [*first, *second, *repeats, *second]
    counted = [report for report, verdict in zip(reports, judged(*reports), strict=True) if verdict in (NEWEST, LATE)]
    assert sorted(counted) == sorted(set(reports))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=50))
def test_storing_a_ledger_loses_nothing(seqs):
    ledger = EMPTY
    for at, seq in enumerate(seqs):
        _, ledger = admit(ledger, seq, minute(at))
    assert stored_and_read(ledger) == ledger
