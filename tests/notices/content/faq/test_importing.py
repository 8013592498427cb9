"""Answers from a file are proposals."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from notices.content.faq import queries
from notices.content.faq.importers import COLUMNS
from notices.content.faq.models import FaqItem
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Row
from resources.network.models import ImportRun
from tests.conftest import NOON


@pytest.fixture
def bring(editor):
    """bring({"slug": …, …}, dry=False): what comes of a file with these rows."""

    def make(*rows):
        kind = registry.kind_of("faq")
        context = ApplyContext(editor, NOON, False, frozenset(), "问答.xlsx")
        return kind.apply([Row(line, values, [], None) for line, values in enumerate(rows, 2)], context)

    return make


ROW = {"slug": "card", "question": "能刷卡吗？", "answer": "可以。"}


def test_a_new_row_waits_to_be_published(bring):
    assert bring(ROW).created == 1
    assert FaqItem.objects.get(slug="card").state == "proposed"
    assert queries.told("zh-hans") == []


def test_a_changed_row_is_a_new_version_and_the_same_row_is_none(bring):
    bring(ROW)
    outcome = bring({**ROW, "answer": "不可以。"})
    again = bring({**ROW, "answer": "不可以。"})
    assert (outcome.updated, again.unchanged) == (1, 1)
    assert FaqItem.objects.get(slug="card").current.number == 2


def test_a_column_that_is_not_there_stays(bring, told):
    slug = told(note="先问卡种", keywords="刷卡").slug
    bring({**ROW, "slug": slug})
    assert FaqItem.objects.get(slug=slug).current.note == "先问卡种"


def test_every_topic_and_audience_reads_as_it_is_written():
    columns = {column.field: column for column in COLUMNS}
    assert columns["topic"].read("优先服务") == "priority"
    assert columns["audience"].read("仅坐席") == "agents"
    assert columns["category"].read("全部") == ""


@pytest.mark.parametrize("slug", ["有中文", "a b", "a/b", "x" * 41])
def test_an_address_is_an_address(slug):
    with pytest.raises(ValueError, match=r"网址|最多"):
        COLUMNS[0].read(slug)


def upload(client, content):
    return client.post(
        reverse("network:import"), {"kind": "faq", "file": SimpleUploadedFile("faq.csv", content.encode())}, follow=True
    )


def test_what_is_downloaded_can_be_brought_back(client, commander, told):
    told(note="先问卡种", topic="priority", question_en="Card?", answer_en="Yes.")
    client.force_login(commander)
    content = b"".join(client.get(reverse("answers:list"), {"export": "csv"}).streaming_content).decode()
    assert "先问卡种" in content
    upload(client, content)
    run = ImportRun.objects.get()
    assert (run.unchanged, run.created, run.updated) == (1, 0, 0)


def test_an_unknown_placeholder_is_a_faulty_row(client, commander):
    client.force_login(commander)
    answer = upload(client, "网址,问题,答复\ncard,能刷卡吗,请拨打 {phone}\n")
    assert "不认识占位符 {phone}" in answer.text
    assert not FaqItem.objects.exists()
