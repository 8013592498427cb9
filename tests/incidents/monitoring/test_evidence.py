"""Evidence in words."""

import pytest
from django.utils import translation

from incidents.monitoring.detection.codes import CODES, DEVICES
from incidents.monitoring.detection.facts import By
from incidents.monitoring.evidence import _SENTENCES, FAULTS, fault_name, method_name, sentence


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def test_line_is_told_with_its_numbers():
    evidence = {
        "code": "silence.line",
        "params": {"key": "310101-电信", "silent": 14, "total": 14, "seconds": 180, "method": ""},
    }
    assert sentence(evidence) == "线路 310101-电信 上 14 台设备中 14 台已静默 3 分钟"


@pytest.mark.parametrize(("total", "said"), [(1, "1 of 1 terminal at"), (2, "1 of 2 terminals at")])
def test_english_words_follow_the_number_of_terminals(total, said):
    params = {"key": "s1", "site": "A", "silent": 1, "total": total, "seconds": 180}
    with translation.override("en"):
        assert sentence({"code": "silence.site", "params": params}).startswith(said)


def test_failures_name_method_and_share():
    params = {"key": "s1", "site": "南门网点", "failed": 6, "tried": 8, "minutes": 4, "method": "wechat"}
    text = sentence({"code": "failures.site", "params": params})
    assert text == "微信支付：网点“南门网点”近 4 分钟 8 笔支付失败 6 笔（75%）"


def test_faults_are_listed_in_words():
    params = {"key": "t1", "codes": ["PRT_JAM", "hardwareError"], "showing": 1, "total": 1}
    assert sentence({"code": "fault.terminal", "params": params}) == "设备 t1 报告：打印机卡纸、硬件故障"


@pytest.mark.parametrize("kind", ["silence", "fault", "failures"])
@pytest.mark.parametrize("by", list(By))
def test_every_kind_of_group_has_a_sentence(kind, by):
    assert f"{kind}.{by}" in _SENTENCES


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_name(code):
    assert code in FAULTS


@pytest.mark.parametrize("device", DEVICES)
def test_every_device_state_has_a_name(device):
    assert fault_name(device) != device


def test_what_is_not_known_is_shown_as_it_is():
    assert (fault_name("VENDOR_1"), method_name("points")) == ("VENDOR_1", "points")
    assert (sentence({}), sentence({"code": "new.kind"})) == ("", "new.kind")
