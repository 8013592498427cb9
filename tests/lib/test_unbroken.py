"""A date, a time or a number does not break at the end of a line."""

import pytest

from emergency_ops.lib.unbroken import unbroken


def kept(text):
    return f'<span class="nowrap">{text}</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("时限11-29 20:38", f"时限{kept('11-29')} {kept('20:38')}"),
        ("事件YJ-20261129-0001：", f"事件{kept('YJ-20261129-0001')}："),
        ("（20:30—22:00）", f"（{kept('20:30—22:00')}）"),
        ("11月29日20:23起", f"{kept('11月29日')}{kept('20:23')}起"),
        ("since 20:23 on 29 November:", f"since {kept('20:23')} on {kept('29 November')}:"),
        ("不另收费；咨询电话12345。", f"不另收费；{kept('咨询电话12345')}。"),
        ("21台终端，2-3人", "21台终端，2-3人"),
    ],
)
def test_what_belongs_together_is_marked(text, shown):
    assert unbroken(text) == shown


def test_what_was_written_stays_text():
    assert unbroken("<b>11:20</b> & <i>") == f"&lt;b&gt;{kept('11:20')}&lt;/b&gt; &amp; &lt;i&gt;"
