"""What has changed since a notice was written, and how it is told."""

from notices.content.changes import between, sentence

BASIS = {
    "status": "responding", "scope": "regional", "sites": 3, "sites_hash": "a", "terminals": 20,
    "expected_until": "2026-11-23T16:00+08:00", "ways": [["counter", "", "大厅", ""]],
}  # fmt: skip


def told(language="zh-hans", **changes):
    return sentence(between(BASIS, {**BASIS, **changes}), language)


def reason(**changes):
    return between(BASIS, {**BASIS, **changes}).reason


def test_other_sites_are_a_change_of_scope():
    assert reason(sites=5, sites_hash="b") == "scope"
    assert told(sites=5, sites_hash="b") == "受影响网点由3个增至5个"


def test_as_many_other_sites_are_one_too():
    assert told(sites_hash="b") == "受影响网点有调整，仍为3个"


def test_a_few_terminals_more_or_less_are_no_news():
    assert reason(terminals=23) is None
    assert reason(terminals=17) is None


def test_a_fifth_of_the_terminals_is():
    assert reason(terminals=24) == "scope"
    assert told(terminals=16) == "停用终端由20台减至16台"


def test_a_quarter_of_an_hour_is_a_change_of_time():
    assert reason(expected_until="2026-11-23T16:14+08:00") is None
    assert reason(expected_until="2026-11-23T16:15+08:00") == "time"


def test_the_former_time_is_told_the_new_one_the_text_names_itself():
    assert told(expected_until="2026-11-23T18:00+08:00") == "恢复时间有调整（原定11月23日16:00）"
    assert told("en", expected_until=None) == "The expected end is not known any more"


def test_a_way_that_came_or_went_is_a_change():
    assert reason(ways=[]) == "ways"
    assert told(ways=[["counter", "", "大厅", ""], ["online", "", "公众号", ""]]) == "新增线上缴费：公众号"


def test_several_changes_are_told_in_one_sentence():
    assert (
        told("en", sites=5, sites_hash="b", ways=[]) == "Sites affected: 5, before 3; No longer: Staffed counter: 大厅"
    )


def test_nothing_new_is_said_too():
    assert told() == "目前情况没有变化"


def test_a_basis_that_was_not_noted_differs_in_nothing():
    assert between({}, BASIS).reason is None
