"""Which policy an incident gets, and what happens when it grows."""

import pytest

from emergency_ops.lib import clock as now_clock
from incidents.escalation.actions.policies import STARTING_TERMS, save_policy
from incidents.escalation.models import Acknowledgement, EscalationPolicy, OutboxMessage, PolicyChoice
from incidents.escalation.policies.conditions import Conditions
from incidents.monitoring.choices import Scope, WarningEventKind
from incidents.response import actions
from incidents.response.models import Incident
from incidents.response.sweeps import absorb_warnings

from .conftest import cover, tell

NOW = now_clock.now


@pytest.fixture
def make_policy(installed):
    """make_policy("重大", grades=("I", "II")): a policy that serves under these conditions, before the default."""

    def make(name, **conditions):
        terms = STARTING_TERMS._replace(conditions=Conditions(**conditions))
        return save_policy(None, name=name, is_default=False, terms=terms, actor=None, now=NOW())

    return make


@pytest.fixture
def warning(make_warning, make_site):
    return make_warning(make_site(terminals=2))


@pytest.fixture
def absorbed(warning):
    absorb_warnings()
    return Incident.objects.get(warning=warning)


def widen(warning, *sites, scope=Scope.REGIONAL):
    warning.scope = scope
    warning.save()
    cover(warning, *sites)
    tell(warning, WarningEventKind.UPGRADED)
    absorb_warnings()


def codes(incident):
    return list(incident.timeline.order_by("id").values_list("code", flat=True))


class TestAtOpening:
    def test_the_policy_that_fits_is_chosen_and_the_reason_kept(self, make_policy, warning):
        wanted = make_policy("网点", scopes=("site_wide",), regions=("310000",))
        absorb_warnings()
        assert Incident.objects.get().policy_version == wanted
        assert PolicyChoice.objects.get().reasons == [["scope", "site_wide"], ["region", "310000"]]

    def test_the_default_serves_when_none_fits(self, make_policy, warning):
        make_policy("重大", grades=("I", "II"))
        absorb_warnings()
        assert Incident.objects.get().policy_version.policy.is_default

    @pytest.mark.parametrize("is_drill", [True, False])
    def test_a_drill_may_have_one_of_its_own(self, make_policy, commander, site, is_drill):
        wanted = make_policy("演练", drill="drill")
        finding = actions.Finding([], [site.code], "external", NOW(), "", "停电", is_drill=is_drill)
        assert (actions.create(commander, NOW(), finding).policy_version == wanted) is is_drill


class TestGrowing:
    def test_brings_another_policy_and_tells_so(self, make_policy, absorbed, warning, make_site):
        wanted = make_policy("重大", grades=("I", "II"))
        widen(warning, make_site("310101-0002"))
        absorbed.refresh_from_db()
        assert absorbed.policy_version == wanted
        assert codes(absorbed)[-1] == "policy_changed"

    def test_ends_the_acknowledgement_and_calls_its_person_first(self, absorbed, warning, make_site, manager):
        actions.acknowledge(absorbed, actor=manager, now=NOW())
        widen(warning, make_site("310101-0002"))
        assert codes(absorbed)[-1] == "rearmed_recalled"
        assert Acknowledgement.objects.get().ended_because == "grade"
        assert OutboxMessage.objects.filter(recipient=manager, title__startswith="影响扩大，请再次接警").exists()

    def test_is_told_once_a_growth(self, absorbed, warning, make_site, manager):
        actions.acknowledge(absorbed, actor=manager, now=NOW())
        widen(warning, make_site("310101-0002"))
        actions.acknowledge(absorbed, actor=manager, now=NOW())
        widen(warning, make_site("310101-0003"))
        assert codes(absorbed).count("rearmed_recalled") == 1

    def test_by_a_person_s_decision_counts_too(self, absorbed, manager, commander):
        actions.acknowledge(absorbed, actor=manager, now=NOW())
        actions.change_grade(absorbed, "II", actor=commander, now=NOW(), text="影响重大")
        assert codes(absorbed)[-2:] == ["grade_changed", "rearmed_recalled"]

    def test_a_grade_that_falls_leaves_the_acknowledgement(self, absorbed, manager, commander):
        actions.acknowledge(absorbed, actor=manager, now=NOW())
        actions.change_grade(absorbed, "IV", actor=commander, now=NOW(), text="影响很小")
        assert Acknowledgement.objects.get().ended_because == ""

    def test_what_was_edited_since_does_not_reach_an_incident_of_the_same_policy(self, absorbed, commander):
        before = absorbed.policy_version
        default = EscalationPolicy.objects.get(is_default=True)
        terms = STARTING_TERMS._replace(repeat_minutes=3)
        save_policy(default, name=default.name, is_default=True, terms=terms, actor=None, now=NOW())
        actions.change_grade(absorbed, "II", actor=commander, now=NOW(), text="影响重大")
        absorbed.refresh_from_db()
        assert absorbed.policy_version == before
