"""Windows that had no connection: what they say of numbers is merged, and never against what another window did."""

from datetime import timedelta
from uuid import uuid4

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.response.counters.models import Ticket
from incidents.response.counters.models_offline import WindowRecord
from incidents.response.counters.queries import last_paper, takings_away
from incidents.response.models import Substitute
from tests.incidents.response.counters.conftest import come, counter, first, make_counter, press, second, substitute

__all__ = ["come", "counter", "first", "make_counter", "press", "second", "substitute"]

pytestmark = pytest.mark.usefixtures("clock")
NOW = now_clock.now


@pytest.fixture
def tell(send, first, manager):
    """tell("A001", "served", ago=5): window 1 has put this down."""

    def say(number, outcome="served", person=manager, took=3, **more):
        at = {name: more.pop(name) for name in ("ago", "uuid") if name in more}
        ended = NOW()
        body = {
            "incident": first.counter.substitute.incident.number, "substitute": first.counter_id, "window": first.number,
            "number": number, "outcome": outcome, "ended_at": ended.isoformat(),
            "started_at": (ended - timedelta(minutes=took)).isoformat(), **more,
        }  # fmt: skip
        return send(person, "counter", body, **at)

    return say


def ticket(code):
    return next(one for one in Ticket.objects.all() if one.code == code)


def test_the_number_that_it_holds_is_served_when_it_was(tell, come, press, first):
    come("A")
    press(first)
    assert tell("A001", ago=5)["status"] == "taken"
    assert (ticket("A001").state, ticket("A001").ended_at) == ("served", NOW() - timedelta(minutes=5))


def test_a_number_that_a_visitor_shows_is_served_and_not_called_any_more(tell, come, press, second):
    come("A", "A")
    tell("A001")
    assert press(second) == "A002"


def test_what_another_window_serves_is_refused_in_words(tell, come, press, second):
    come("A")
    press(second)
    answer = tell("A001")
    assert answer["code"] == "elsewhere"
    assert "2号窗口" in answer["reason"]


def test_a_number_that_the_queue_ended_meanwhile_is_kept_as_a_record(tell, come, press, first):
    come("A", "A")
    press(first), press(first)
    assert tell("A001", amount=1250)["status"] == "taken"
    assert WindowRecord.objects.get().amount == 1250


def test_nobody_is_missed_who_was_not_called_here(tell, come):
    come("A")
    assert tell("A001", "missed")["code"] == "never_called"
    assert ticket("A001").state == "waiting"


def test_a_paper_number_joins_the_day_behind_the_last(tell, come):
    come("A", "A")
    tell("W1-01")
    paper = Ticket.objects.get(paper="W1-01")
    assert (paper.code, paper.source, paper.state, paper.called_first_at) == ("A003", "paper", "served", None)


def test_the_next_number_follows_a_paper_one(tell, come):
    tell("w1-1")
    assert come("A")[0].code == "A002"


def test_a_paper_number_is_told_once(tell):
    tell("W1-01")
    assert tell("W1-1")["code"] == "paper_twice"


def test_the_same_record_sent_again_is_one(tell):
    uuid = uuid4()
    assert [tell("W1-01", uuid=uuid)["status"] for _ in range(2)] == ["taken", "known"]


@pytest.mark.parametrize("number", ["W2-01", "", "X1", "A001 ", "A99999999"])
def test_what_is_no_number_of_this_window_is_refused(tell, number):
    assert tell(number)["status"] == "refused"


@pytest.mark.parametrize("amount", [-1, 10**9, "12", True, 1.5])
def test_an_amount_that_cannot_be_is_refused(tell, amount):
    assert tell("W1-01", amount=amount)["code"] == "amount"


def test_what_happened_before_the_counter_was_withdrawn_is_taken(tell, counter):
    Substitute.objects.filter(pk=counter.pk).update(status="withdrawn")
    assert tell("W1-01", ago=10)["status"] == "taken"


def test_who_did_not_serve_there_puts_nothing_down(tell, field_staff):
    assert tell("W1-01", person=field_staff)["status"] == "refused"


def test_takings_are_summed_for_the_count(tell, counter, first, second):
    tell("W1-01", amount=1000), tell("W1-02", amount=250), tell("W1-03", "missed")
    assert takings_away(counter) == takings_away(counter, first) == (2, 1250)
    assert takings_away(counter, second) == (0, 0)
    assert last_paper(first, NOW()) == 3
