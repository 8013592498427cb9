"""How closely a sheet is set, and what a slip leaves out."""

import re

import pytest

from notices.printing import document, faces, layout
from tests.notices.printing import paper, shipped


def face(case, language="zh"):
    return faces.face(paper.CASES[case](), language)


def test_texts_are_set_as_large_as_the_page_allows():
    names = {case: layout.sheet(face(case)).setting.name for case in ("typical", "one method", "longest")}
    assert names == {"typical": "plain", "one method": "tight", "longest": "plain"}


@pytest.mark.parametrize("case", [case for case in paper.CASES if "longest" not in case])
def test_what_is_said_to_fit_fits(case):
    assert layout.sheet(face(case)).is_one
    assert paper.printed(case).pages == 1


@pytest.mark.parametrize("case", shipped.CASES)
def test_what_the_shipped_templates_say_is_one_page(case):
    assert document.render([shipped.CASES[case]()]).pages == 1


def labels(facts):
    sheet = layout.sheet(faces.face(facts, "zh"))
    return [label for label, _ in [*sheet.facts, *sheet.ways]]


def test_rows_that_repeat_are_left_out_first():
    assert {"人工窗口", "现金缴费", "优先服务", "暂停时间"} <= set(labels(shipped.CASES["update"]()))
    assert not {"常见问题", "预计恢复"} & set(labels(shipped.CASES["update"]()))


def test_a_row_whose_words_stand_nowhere_else_stays():
    assert "预计恢复" in labels(shipped.CASES["drill"]())
    assert "暂停时间" in labels(shipped.facts(shipped.HARDWARE, kind="update", ways=(paper.COUNTER,)))


def test_what_needs_two_pages_keeps_every_row_and_has_the_hotline_on_both():
    sheet = layout.sheet(face("longest"))
    assert len(sheet.facts) + len(sheet.ways) == len(face("longest")["facts"]) + len(face("longest")["ways"])
    for page in paper.characters(paper.printed("longest").pdf):
        assert "应急热线" in "".join(character for character, *_ in page)


def test_large_print_leaves_nothing_out():
    rows = faces.shown(shipped.CASES["update"](), "large")["faces"][0]["ways"]
    assert "常见问题" in [label.strip() for label, _ in rows]


def test_a_title_of_thirteen_characters_is_one_line():
    (page,) = paper.characters(document.render([shipped.CASES["hardware"]()]).pdf)
    bottoms = {round(bottom) for _, size, _, bottom, *_ in page if size > 39 and bottom > 600}
    assert max(bottoms) - min(bottoms) < 20


def test_a_title_of_two_lines_is_balanced_between_words():
    facts = paper.facts() | {"title": "黄浦区部分自助终端停用（更新）"}
    title = faces.shown(facts, "a4")["faces"][0]["title"]
    assert [line.replace("\u2060", "") for line in re.findall("(?:.\u2060)*.", title)] == [
        "黄浦区部分自助终端",
        "停用（更新）",
    ]


def test_a_long_title_is_set_smaller():
    long = face("typical") | {"title": "自来水、燃气、电费自助缴费终端暂停服务公告"}
    assert layout.title_size(long, layout.PLAIN) == 40
    assert layout.title_size(face("typical"), layout.PLAIN) == 46


def test_a_slip_says_everything_where_there_is_room():
    slip = layout.slip(face("typical"))
    assert not slip.left_out
    assert not slip.whole


def test_a_slip_never_leaves_out_the_counter_cash_and_what_to_bring():
    slip = layout.slip(face("longest"))
    assert {"人工窗口", "现金缴费", "请携带", "优先服务"} <= {label for label, _ in slip.ways}


def test_a_text_too_long_for_half_a_sheet_gets_a_whole_one():
    slip = layout.slip(face("longest") | {"lead": "很长的说明。" * 60})
    assert slip.whole
    assert not slip.left_out
