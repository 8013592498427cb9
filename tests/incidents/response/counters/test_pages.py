"""The pages on which a counter is arranged, its tickets, its slips."""

import pytest
from django.urls import reverse

from emergency_ops.lib import clock as now_clock
from incidents.response.counters.actions import staffing
from incidents.response.counters.actions.staffing import Posting
from incidents.response.counters.models import Counter, Ticket
from incidents.response.counters.models_opening import CashCount, CheckDefault, CounterCheck, CounterStaff

from .conftest import take_number

NOW = now_clock.now


@pytest.fixture
def page(client, substitute, manager):
    """page("counter_staff", …): the path of a page of the counter; the manager is logged in."""
    client.force_login(manager)
    return lambda name, *more: reverse(f"incidents:{name}", args=[substitute.incident.number, substitute.pk, *more])


def test_a_counter_is_set_up_on_its_page(client, page, substitute):
    client.post(page("counter_settings"), {"windows": 2, "rate": 25, "priority_mode": "ratio", "ratio": 3,
                                           "priority_windows": 0})  # fmt: skip
    substitute.refresh_from_db()
    assert substitute.capacity == 50


def test_what_is_wrong_stands_at_its_field(client, page):
    answer = client.post(page("counter_settings"), {"windows": 2, "rate": 25, "priority_mode": "window", "ratio": 3,
                                                    "priority_windows": 0})  # fmt: skip
    assert (answer.status_code, "priority_windows" in answer.context["form"].errors) == (400, True)


def test_somebody_is_put_there_with_a_reason(client, page, counter, field_staff):
    path = page("counter_join", field_staff.pk)
    client.post(path, {"until": "2026-11-23T18:00", "overruled": "标识在制作中"})
    assert CounterStaff.objects.get().overruled == "标识在制作中"


def test_without_a_reason_the_form_asks_for_one(client, page, counter, field_staff):
    assert client.post(page("counter_join", field_staff.pk), {"until": "2026-11-23T18:00"}).status_code == 400


def test_somebody_from_elsewhere_cannot_be_put_there(client, page, counter, outsider):
    assert client.get(page("counter_join", outsider.pk)).status_code == 404


def test_cash_is_entered_in_yuan_and_kept_in_fen(client, page, counter, field_staff):
    client.post(page("counter_cash", "out"), {"amount": "500.50", "giver": field_staff.pk})
    assert CashCount.objects.get().amount == 50_050


def test_a_moment_that_does_not_exist(client, page, counter):
    assert client.get(page("counter_cash", "never")).status_code == 404


def test_an_item_is_ticked_and_taken_back(client, page, counter):
    check = counter.checks.filter(code="").first()
    client.post(page("counter_check", check.pk), {"done": "1"})
    done = CounterCheck.objects.get(pk=check.pk).done_at
    client.post(page("counter_check", check.pk), {"done": "0"})
    assert (done, CounterCheck.objects.get(pk=check.pk).done_at) == (NOW(), None)


@pytest.mark.parametrize("name", ["counter_settings", "counter_staff", "counter_equipment", "counter_issue"])
def test_an_auditor_arranges_nothing(client, page, counter, auditor, name):
    client.force_login(auditor)
    assert client.get(page(name)).status_code == 403


def test_the_section_offers_windows_to_call_at(client, page, counter):
    assert page("counter_window", 1) in client.get(page("substitute")).text


def test_before_it_is_set_up_the_section_says_so(client, page):
    assert "尚未设置窗口" in client.get(page("substitute")).text


# ---- slips


def test_a_number_is_given_and_its_slip_shown(client, page, counter):
    answer = client.post(page("counter_issue"), {"category": "elderly"}, follow=True)
    assert "优P001" in answer.text


@pytest.mark.parametrize("paper", ["58", "80", "a6"])
def test_the_paper_is_remembered(client, page, counter, paper):
    ticket = take_number(counter)
    client.get(page("counter_slip", ticket.pk), {"paper": paper})
    assert f"slip--{paper}" in client.get(page("counter_slip", ticket.pk)).text


# ---- lists


def test_the_list_holds_no_personal_data(client, page, counter):
    take_number(counter, "infant", needs=["dialect"])
    text = client.get(page("counter_tickets")).text
    assert "孕妇或携婴" in text
    assert Ticket.objects.get().token not in text


def test_the_list_is_filtered(client, page, counter):
    take_number(counter, "ill")
    take_number(counter)
    text = client.get(page("counter_tickets"), {"is_priority": "true"}).text
    assert "优P001" in text
    assert "A001" not in text


def test_the_list_is_downloaded(client, page, counter):
    take_number(counter)
    answer = client.get(page("counter_tickets"), {"export": "csv"})
    assert "A001" in b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("rows", [10, 60])
def test_the_list_asks_as_often_however_long(client, page, counter, rows, django_assert_max_num_queries):
    for _ in range(rows):
        take_number(counter)
    with django_assert_max_num_queries(16):
        client.get(page("counter_tickets"))


def test_clerks_find_their_window(client, page, counter, field_staff, manager):
    window = counter.windows.get(number=2)
    posting = Posting(field_staff, NOW().replace(hour=10), window, overruled="标识在制作中")
    staffing.join(counter, posting, actor=manager, now=NOW())
    client.force_login(field_staff)
    assert page("counter_window", 2) in client.get(reverse("incidents:my_counters")).text


def test_nobody_elses_counter_is_mine(client, counter, field_staff):
    client.force_login(field_staff)
    assert Counter.objects.get().substitute.place not in client.get(reverse("incidents:my_counters")).text


# ---- the list for new counters


def rows_of(*texts):
    data = {"form-TOTAL_FORMS": len(texts), "form-INITIAL_FORMS": 0}
    for number, text in enumerate(texts):
        data |= {f"form-{number}-phase": "opening", f"form-{number}-text": text, f"form-{number}-is_active": "on"}
    return data


def test_the_list_for_new_counters_is_saved(client, manager):
    client.force_login(manager)
    client.post(reverse("incidents:counter_checks"), rows_of("雨棚", "", "指引牌"))
    assert list(CheckDefault.objects.values_list("text", flat=True)) == ["雨棚", "指引牌"]


def test_others_read_it_only(client, field_staff):
    client.force_login(field_staff)
    assert client.post(reverse("incidents:counter_checks"), rows_of("雨棚")).status_code == 403
