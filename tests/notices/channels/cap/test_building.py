"""From a notice to a message."""

from datetime import timedelta

import pytest

from notices.channels.cap import building
from notices.channels.cap.areas import Ground
from notices.content.told import Words
from tests.conftest import NOON
from tests.notices.channels.cap.messages import EARLIER, ENGLISH, WORDS, envelope, told


def first(*references, ground=None, **fields):
    return building.issued(told(**fields), ground or Ground(), envelope(*references)).infos[0]


@pytest.mark.parametrize("kind", ["alert", "maintenance", "update", "all_clear"])
def test_what_replaces_something_is_an_update_and_all_else_an_alert(kind):
    alone, after = (building.issued(told(kind=kind), Ground(), envelope(*before)) for before in ([], [EARLIER]))
    assert (alone.msg_type, alone.references) == ("Alert", ())
    assert (after.msg_type, after.references) == ("Update", (EARLIER,))


def test_recovery_is_told_as_all_clear():
    info = first(EARLIER, kind="all_clear")
    assert (info.response, info.urgency) == ("AllClear", "Past")


@pytest.mark.parametrize(
    ("minutes", "urgency", "response"),
    [(-20, "Immediate", "Avoid"), (30, "Expected", "Prepare"), (300, "Future", "Prepare")],
)
def test_urgency_is_how_soon_it_begins(minutes, urgency, response):
    info = first(kind="maintenance", began_at=NOON + timedelta(minutes=minutes))
    assert (info.urgency, info.response, info.certainty) == (urgency, response, "Likely")


@pytest.mark.parametrize(
    ("grade", "severity"), [("I", "Moderate"), ("II", "Moderate"), ("III", "Minor"), ("IV", "Minor"), ("", "Minor")]
)
def test_severity_by_grade(grade, severity):
    assert first(grade=grade).severity == severity


def test_both_languages_where_there_is_english():
    alert = building.issued(told(words={"en": ENGLISH, "zh-hans": WORDS}), Ground(), envelope())
    assert [(info.language, info.headline) for info in alert.infos] == [
        ("zh-CN", "自助缴费暂停服务"),
        ("en", "Terminals out of service"),
    ]


def test_the_instruction_holds_ways_cash_documents_and_priority():
    assert first().instruction.splitlines() == [
        "到一楼人工窗口", "拨打热线", "现金缴费：人工窗口可收现金", "请携带：身份证、户号", "优先服务：老年人优先",
    ]  # fmt: skip


def test_grade_and_payment_method_are_parameters():
    assert dict(first(ground=Ground(payment_method="wechat")).parameters) == {
        "NOTICE": "FB-20261123-002", "GRADE": "II", "PAYMENT_METHOD": "wechat", "TERMINALS": "3",
    }  # fmt: skip


def test_a_drill_is_an_exercise_that_names_its_incident():
    alert = building.issued(told(is_drill=True), Ground(), envelope())
    assert alert.status == "Exercise"
    assert "YJ-20261123-0001" in alert.note
    assert alert.infos[0].headline == "【演练】自助缴费暂停服务"


def test_a_drill_is_for_those_who_take_part():
    alert = building.issued(told(is_drill=True), Ground(), envelope())
    assert (alert.scope, alert.infos[0].web) == ("Restricted", "")
    assert alert.restriction


def test_the_mark_of_a_drill_is_not_doubled():
    words = {"zh-hans": Words(**{**dict.fromkeys(WORDS.__slots__, "字"), "title": "【演练】自助缴费"})}
    assert first(is_drill=True, words=words).headline == "【演练】自助缴费"


def test_a_cancel_names_what_it_takes_back_and_claims_nothing():
    alert = building.cancelled(told(), Ground(), envelope(EARLIER))
    info = alert.infos[0]
    assert (alert.msg_type, alert.references) == ("Cancel", (EARLIER,))
    assert info.description == "本公告已提前撤回，不再有效。"
    assert info.description in alert.note
    assert (info.response, info.urgency, info.certainty, info.instruction) == ("None", "Past", "Unknown", "")


def test_nobody_of_the_staff_is_named():
    assert "周发" not in str(building.issued(told(), Ground(), envelope()))


def test_what_has_expired_has_no_expiry_before_it_was_sent():
    assert first(expires_at=NOON - timedelta(hours=1)).expires is None
