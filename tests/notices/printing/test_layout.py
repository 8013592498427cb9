"""How closely a sheet is set, and what a slip leaves out."""

import pytest

from notices.printing import faces, layout
from tests.notices.printing import paper


def face(case, language="zh"):
    return faces.face(paper.CASES[case](), language)


def test_texts_are_set_as_large_as_the_page_allows():
    names = {case: layout.setting(face(case)).name for case in ("typical", "one method", "longest")}
    assert names == {"typical": "plain", "one method": "tight", "longest": "plain"}


@pytest.mark.parametrize("case", [case for case in paper.CASES if "longest" not in case])
def test_what_is_said_to_fit_fits(case):
    assert layout.height(face(case), layout.setting(face(case))) <= 748
    assert paper.printed(case).pages == 1


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
