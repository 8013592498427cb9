"""What each source brings, for whom."""

import pytest

import emergency_ops.search.pages  # noqa: F401


@pytest.mark.parametrize(
    "text", ["中心医院", "huangpu", "hpqzxyy", "hpq zx", "310101-0007", "0007", "huang'pu", "ＨＰＱ"]
)
def test_a_site_is_found_by(found, manager, hospital, text):
    assert found(manager, text)["sites"] == ["黄浦区中心医院"]


def test_an_outsider_finds_no_site_elsewhere(found, outsider, hospital):
    assert "sites" not in found(outsider, "hpqzxyy")


def test_a_terminal_is_found_by_the_beginning_of_its_code(found, manager, hospital):
    assert found(manager, "310101-0007-")["terminals"] == ["310101-0007-01", "310101-0007-02"]


def test_a_terminal_is_found_by_the_end_of_its_code(found, manager, hospital):
    assert found(manager, "0007-02")["terminals"] == ["310101-0007-02"]


def test_an_outsider_finds_no_terminal_elsewhere(found, outsider, hospital):
    assert "terminals" not in found(outsider, "310101-0007")


@pytest.mark.parametrize("text", ["王强", "wangqiang", "wq", "field"])
def test_a_person_is_found_by(found, commander, field_staff, text):
    assert "王强" in found(commander, text)["people"]


def test_field_staff_find_no_people(found, commander, field_staff):
    assert "people" not in found(field_staff, "陈总")


def test_a_page_is_found_by_the_initials_of_its_name(found, manager):
    assert "处置任务" in found(manager, "czrw")["pages"]


def test_a_page_that_is_not_for_a_role_is_not_found(found, field_staff):
    assert "接入密钥" not in found(field_staff, "密钥").get("pages", [])
