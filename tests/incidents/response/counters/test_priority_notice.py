"""The notice that hangs at a counter and tells how priority service works there."""

import pytest
from django.urls import reverse

from incidents.response.counters import papers
from incidents.response.counters.choices import Need
from resources.documents import setting
from resources.documents.models import Paper
from resources.documents.sheet import Sheet
from tests import printed
from tests.conftest import NOON


@pytest.fixture
def address(counter):
    return reverse("incidents:counter_priority", args=[counter.substitute.incident.number, counter.substitute_id])


def printed_text(facts):
    sheet = Sheet("priority_notice", "优先服务告示", "优先服务告示", NOON, facts)
    return "".join(one[0] for page in printed.characters(setting.render(sheet).pdf) for one in page)


def test_it_tells_the_ratio_of_this_counter(counter):
    counter.ratio = 2
    facts = papers.notice_facts(counter, Need.values, bilingual=False)
    assert (facts["ratio"], facts["windows"]) == (2, [])
    assert "每叫2位优先的人，再叫1位其他人" in printed_text(facts)


def test_it_tells_the_windows_of_their_own(counter):
    counter.priority_mode = "window"
    counter.windows.create(number=7, is_priority=True)
    facts = papers.notice_facts(counter, [], bilingual=False)
    assert "请到7号优先窗口" in printed_text(facts)


def test_a_closed_window_is_no_window(counter):
    counter.priority_mode = "window"
    counter.windows.create(number=7, is_priority=True, closed_at=NOON)
    assert papers.notice_facts(counter, [], bilingual=False)["windows"] == []


def test_it_promises_only_what_is_offered_and_always_cash(counter):
    facts = papers.notice_facts(counter, ["hearing"], bilingual=False)
    assert [chinese for chinese, _english in facts["help"]] == ["听不清：用写字板", "付现金：不另收费"]


def test_no_proof_and_the_hotline_are_always_there(counter, settings):
    settings.HOTLINE = "95598"
    text = printed_text(papers.notice_facts(counter, [], bilingual=False))
    assert "不用证明" in text
    assert "95598" in text


def test_english_is_a_page_of_its_own(counter):
    assert "Noproof" in printed_text(papers.notice_facts(counter, [], bilingual=True))


def test_a_drill_is_marked(counter):
    counter.substitute.incident.is_drill = True
    assert "【演练】" in printed_text(papers.notice_facts(counter, [], bilingual=False))


def test_no_letter_is_smaller_than_28_points(counter):
    facts = papers.notice_facts(counter, Need.values, bilingual=True)
    sheet = Sheet("priority_notice", "优先服务告示", "优先服务告示", NOON, facts)
    body = [c for page in printed.characters(setting.render(sheet).pdf) for c in page if c[3] > 60]
    assert min(size for _, size, *_ in body) >= 28


def test_it_is_ordered_on_the_counters_page(client, manager, address):
    client.force_login(manager)
    answer = client.post(address, {"needs": ["wheelchair"], "bilingual": "on"})
    paper = Paper.objects.get()
    assert answer["Location"] == reverse("papers:paper", args=[paper.pk])
    assert paper.facts["languages"] == ["zh", "en"]


def test_the_counters_page_leads_to_it(client, manager, counter, address):
    client.force_login(manager)
    page = reverse("incidents:substitute", args=[counter.substitute.incident.number, counter.substitute_id])
    assert address in client.get(page).text


def test_an_unknown_help_is_refused(client, manager, address):
    client.force_login(manager)
    assert client.post(address, {"needs": ["gold"]}).status_code == 400


def test_an_auditor_prints_nothing_and_an_outsider_finds_nothing(client, auditor, outsider, address):
    client.force_login(auditor)
    assert client.post(address, {}).status_code == 403
    client.force_login(outsider)
    assert client.get(address).status_code == 404


def test_whoever_does_not_see_the_incident_does_not_open_it(counter, manager, outsider):
    paper = papers.order_notice(counter, [], bilingual=False, actor=manager, now=NOON)
    assert papers.may_open(manager, paper)
    assert not papers.may_open(outsider, paper)
