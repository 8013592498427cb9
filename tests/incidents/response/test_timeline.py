"""The sentences of the timeline."""

from pathlib import Path

import pytest
from django.utils.translation import override

import incidents.response
import notices.printing
import resources.inventory
from incidents.response.models import TimelineEntry
from incidents.response.timeline import SENTENCES, sentence


def test_every_sentence_is_written_somewhere():
    """By its code, or by a code with this ending."""
    folders = [Path(package.__path__[0]) for package in (incidents.response, notices.printing, resources.inventory)]
    files = [path for folder in folders for path in folder.rglob("*.py") if path.name != "timeline.py"]
    written = "".join(path.read_text() for path in files)
    unknown = [code for code in SENTENCES if code not in written and f'}}_{code.rpartition("_")[2]}"' not in written]
    assert unknown == []


def test_an_entry_that_lacks_what_its_sentence_names_is_told_all_the_same():
    assert sentence(TimelineEntry(code="called_again", params={"people": "李敏"})) == "再次通知—李敏（第—步）。"


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "A1、A2"), ("en", "A1, A2")])
def test_names_are_listed_in_the_language_of_whoever_reads_them(language, shown):
    entry = TimelineEntry(code="command_sent", params={"terminals": ["A1", "A2"], "count": 2, "command": "ping"})
    with override(language):
        assert shown in sentence(entry)


GREW = {"scope": "site_wide", "terminals": 1, "sites": 1}
SPLIT = {"number": "E1", "count": 1, "moved_sites": 1, "terminals": 2}


@pytest.mark.parametrize(
    ("code", "params", "said"),
    [
        ("scope_grew", GREW, "1 terminal, 1 site."),
        ("scope_grew", {**GREW, "terminals": 2, "sites": 2}, "2 terminals, 2 sites."),
        ("split_off", SPLIT, "1 terminal at 1 site. Left here: 2 terminals."),
        ("task_done_late", {"task": "A", "minutes": 1}, "1 minute late."),
        ("task_done_late", {"task": "A", "minutes": 2}, "2 minutes late."),
        ("wall_queued", {"count": 1}, "at 1 site."),
        ("wall_queued", {"count": 2}, "at 2 sites."),
    ],
)
def test_words_follow_numbers_in_english(code, params, said):
    with override("en"):
        assert sentence(TimelineEntry(code=code, params=params)).endswith(said)


@pytest.mark.parametrize(
    ("code", "params", "said"),
    [
        ("scope_grew", {**GREW, "sites": 2}, "影响范围扩大为网点级，共1台终端、2个网点。"),
        ("split_off", SPLIT, "拆分出事件E1：1台终端、1个网点。本事件现共2台终端。"),
        ("task_done_late", {"task": "A", "minutes": 1}, "完成任务“A”，比时限晚1分钟。"),
        ("wall_late", {"count": 1, "sites": "B", "people": ["C"]}, "1个网点的公告超时未张贴或取下（B），已通知C。"),
    ],
)
def test_chinese_has_one_form_for_all_numbers(code, params, said):
    assert sentence(TimelineEntry(code=code, params=params)) == said
