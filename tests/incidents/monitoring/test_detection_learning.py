"""What is usual in a fleet."""

from incidents.monitoring.detection.baseline import LATENESS_STEPS, Baseline
from incidents.monitoring.detection.facts import Gaps, Size
from incidents.monitoring.detection.learning import learn

PUNCTUAL = [1000, *[0] * len(LATENESS_STEPS)]


def test_report_that_is_not_due_surprises_nobody():
    assert Baseline().surprise(age=64, interval=60) == 0


def test_each_missed_report_surprises_more():
    weights = [Baseline().surprise(age, 60) for age in (90, 150, 400, 900)]
    assert weights == sorted(weights)
    assert weights[0] > 3


def test_lossy_fleet_is_surprised_less():
    lossy = Baseline()
    lossy.learn_gaps(Gaps(PUNCTUAL, [(120, 60)] * 100, 60))
    assert lossy.surprise(100, 60) < Baseline().surprise(100, 60) - 1


def test_harmless_outages_are_learned_by_their_length():
    stormy = Baseline()
    stormy.learn_gaps(Gaps(PUNCTUAL, [(400, 60)] * 20, 60))
    assert stormy.surprise(380, 60) < 6 < stormy.surprise(1800, 60)


def test_lateness_is_learned_as_slack():
    late = Baseline()
    late.learn_gaps(Gaps([900, 0, 0, 0, 0, 0, 100, *[0] * (len(LATENESS_STEPS) - 6)], [], 60))
    assert late.slack == 20


def test_failure_rate_is_learned_by_method():
    baseline = Baseline()
    baseline.learn_payments(60, {"cash": (9000, 0), "card": (9000, 500)}, 18_000)
    assert baseline.failure_rate("cash") < 0.005
    assert 0.04 < baseline.failure_rate("card") < 0.06


def test_little_payments_teach_little():
    baseline = Baseline()
    baseline.learn_payments(1, {"cash": (0, 3)}, 60)
    assert baseline.failure_rate("cash") < 0.06


def test_old_lessons_fade():
    baseline = Baseline(learned_until=0.0, reports=1000.0)
    baseline.fade(12 * 3600)
    assert baseline.reports == 500


def test_expected_payments_follow_the_hour():
    baseline = Baseline()
    baseline.learn_payments(10, {"cash": (100, 0), "card": (100, 0)}, 600)
    assert baseline.payments_a_minute(Size(10, 60.0), "cash") == 1.0


def test_baseline_survives_its_row():
    baseline = Baseline(reports=5, lost=1, paid={"cash": 3.0})
    assert Baseline.from_json(baseline.as_json(), None).as_json() == baseline.as_json()


def test_row_of_another_version_is_forgotten_in_part():
    kept = Baseline.from_json({"reports": 7, "late": [1, 2]}, None)
    assert (kept.reports, kept.late) == (7, Baseline().late)


class Nothing:
    """A reader that only says who is left out."""

    def __init__(self, known=()):
        self._known, self.left_out = known, None

    def known(self):
        return self._known

    def sizes(self):
        return {}

    def gaps(self, since, leave_out):
        self.left_out = leave_out
        return Gaps([0] * (len(LATENESS_STEPS) + 1), [], None)

    def totals(self, since, until, leave_out):
        return {}


def test_learning_starts_with_the_first_pass():
    baseline = Baseline()
    assert learn(Nothing(), baseline, 1000)
    assert baseline.learned_until == 1000


def test_learning_does_not_happen_at_every_pass():
    assert not learn(Nothing(), Baseline(learned_until=1000.0), 1005)
