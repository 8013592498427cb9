from incidents.monitoring.parameters import FailureRate, parameters_of
from incidents.monitoring.rulesets import ruleset


def test_the_longest_recovery_of_all_rules_counts():
    rows = [("failure_rate", True, {"recovery_seconds": seconds}) for seconds in (60, 600)]
    assert ruleset(rows).recovery_seconds == 600


def test_a_rule_saved_before_there_was_a_hysteresis_has_the_usual_one():
    assert ruleset([("failure_rate", True, {"threshold": 0.05})]).recovery_seconds == 90


def test_a_rule_says_its_hysteresis():
    assert "恢复正常满 300 秒后解除" in list(parameters_of("failure_rate", {"recovery_seconds": 300}).words())


def test_its_default_is_the_detections():
    assert FailureRate().recovery_seconds == ruleset([]).recovery_seconds
