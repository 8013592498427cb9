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
