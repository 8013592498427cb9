"""What the text of one cell means."""

from datetime import date, datetime, time

import pytest
from django.db.models import TextChoices

from emergency_ops.lib.sheets import cells
from tests.conftest import CST


class Thing(TextChoices):
    MICROPHONE = "microphone", "麦克风"
    SPEAKER = "speaker", "音箱"


@pytest.mark.parametrize(("text", "found"), [("0.35", 0.35), ("35%", 0.35), ("３５％", 0.35), ("1", 1), ("0", 0)])
def test_share(text, found):
    assert cells.share(text) == found


@pytest.mark.parametrize("text", ["35", "-1", "101%", "nan", "inf", "很多"])
def test_no_share(text):
    with pytest.raises(ValueError, match=r"。$"):
        cells.share(text)


@pytest.mark.parametrize(("text", "found"), [("600", 600), ("1,200", 1200), ("600.0", 600), ("１２", 12)])
def test_whole(text, found):
    assert cells.whole(text, 10_000) == found


@pytest.mark.parametrize("text", ["1.5", "-1", "10001", "一百"])
def test_not_whole(text):
    with pytest.raises(ValueError, match=r"。$"):
        cells.whole(text, 10_000)


@pytest.mark.parametrize(
    "text", ["2024-05-01", "2024/5/1", "2024.5.1", "2024年5月1日", "20240501", "2024-05-01 00:00:00"]
)
def test_day(text):
    assert cells.day(text) == date(2024, 5, 1)


@pytest.mark.parametrize("text", ["2024-13-01", "明天", "45413"])
def test_no_day(text):
    with pytest.raises(ValueError, match="不是日期"):
        cells.day(text)


@pytest.mark.parametrize("text", ["有 空格", "a/b", "a?b", "#1", "a\nb"])
def test_codes_fit_into_addresses(text):
    with pytest.raises(ValueError, match="编号只能"):
        cells.code(text, 32)


def test_a_code_that_excel_has_turned_into_a_number_is_explained():
    with pytest.raises(ValueError, match="科学计数法"):
        cells.code("3.10101E+11", 32)


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "a\x00b", "长" * 121])
def test_text_that_is_none(text):
    with pytest.raises(ValueError, match=r"。$"):
        cells.text(text, 120)


@pytest.mark.parametrize(("text", "found"), [("8:30", time(8, 30)), ("２０：００", time(20)), ("20:00:00", time(20))])
def test_time_of_day(text, found):
    assert cells.time_of_day(text) == found


@pytest.mark.parametrize("text", ["24:30", "8点", "0830"])
def test_no_time_of_day(text):
    with pytest.raises(ValueError, match="不是时间"):
        cells.time_of_day(text)


@pytest.mark.parametrize("text", ["2026-11-23 08:30", "2026/11/23 8:30:00", "2026-11-23T08:30:00"])
def test_moments_are_local(text):
    assert cells.moment(text) == datetime(2026, 11, 23, 8, 30, tzinfo=CST)


def test_a_date_alone_is_its_midnight():
    assert cells.moment("2026年11月23日") == datetime(2026, 11, 23, tzinfo=CST)


@pytest.mark.parametrize(("text", "found"), [("是", True), ("Y", True), ("1", True), ("否", False), ("No", False)])
def test_yes_and_no(text, found):
    assert cells.yes_no(text) is found


def test_neither_yes_nor_no():
    with pytest.raises(ValueError, match="“是”或“否”"):
        cells.yes_no("也许")


@pytest.mark.parametrize("text", ["microphone", "麦克风", "Micro-Phone", " 麦 克 风", "话筒"])
def test_a_choice_by_its_value_its_label_or_another_name(text):
    assert cells.choice(text, Thing, {"话筒": Thing.MICROPHONE}) is Thing.MICROPHONE


def test_an_unknown_choice_is_named_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"锅.*麦克风、音箱"):
        cells.choice("锅", Thing)


def test_parts_of_a_list():
    assert cells.parts("甲、乙,丙；甲|") == ["甲", "乙", "丙"]


def test_pieces_have_no_fractions_and_their_bounds():
    assert cells.whole("3", 10, 1) == 3
    with pytest.raises(ValueError, match="1 到 10"):
        cells.whole("0", 10, 1)
