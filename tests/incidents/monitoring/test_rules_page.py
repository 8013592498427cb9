"""The page of rules: previewed before they are saved, versioned when they are."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from incidents.monitoring import sample
from incidents.monitoring.actions import save_rule
from incidents.monitoring.choices import RuleKind
from incidents.monitoring.forms import FORMS, RuleForm
from incidents.monitoring.models import Rule
from incidents.monitoring.parameters import FailureRate, Silence, parameters_of, stored
from incidents.monitoring.rulesets import DEFAULTS
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIELDS = {"name": "静默", "enabled": "on", "minimum_minutes": "4", "version": "1"}


@pytest.fixture
def rules(db):
    sample.load(NOON)
    return {rule.kind: rule for rule in Rule.objects.all()}


@pytest.fixture
def silence(rules):
    return rules[RuleKind.SILENCE]


@pytest.fixture
def asked(monkeypatch):
    """What previews were asked for; they find nothing."""
    seen = []

    def nothing(kind, parameters, since, until):
        seen.append((kind, parameters, until - since))
        return []

    monkeypatch.setattr("incidents.monitoring.views.rules.what_would_have", nothing)
    return seen


def changed(rule, person, minutes=4, **more):
    values = {"name": rule.name, "enabled": True, "parameters": Silence(minutes), "actor": person, "now": NOON}
    return save_rule(rule, **{**values, **more})


def test_the_defaults_are_those_of_detection():
    for kind, defaults in DEFAULTS.items():
        assert stored(parameters_of(kind, {})) == defaults


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("failure_rate", {"threshold": 0}),
        ("failure_rate", {"window_minutes": 61}),
        ("failure_rate", {"minimum_sample": "5"}),
        ("failure_rate", {"groupings": ["colour"]}),
        ("silence", {"minimum_minutes": 0}),
        ("fault_code", {"minimum_minutes": True}),
    ],
)
def test_parameters_that_make_no_sense_are_refused(kind, values):
    with pytest.raises(Invalid):
        parameters_of(kind, values)


def test_a_save_is_a_version_with_who_and_when(silence, commander):
    saved = changed(silence, commander)
    assert (saved.version, saved.updated_by, saved.parameters) == (2, commander, {"minimum_minutes": 4})
    newest, first = saved.versions.all()
    assert (newest.number, newest.saved_by, newest.saved_at) == (2, commander, NOON)
    assert (first.number, first.saved_by, first.parameters) == (1, None, {"minimum_minutes": 3})


def test_saving_nothing_new_is_no_version(silence, commander):
    assert changed(silence, commander, minutes=3).version == 1


def test_what_somebody_else_saved_is_not_overwritten(silence, commander, administrator):
    changed(silence, administrator)
    with pytest.raises(Refused, match="刚被他人修改"):
        changed(silence, commander, minutes=9)


@pytest.mark.parametrize("persona", ["manager", "field_staff", "auditor"])
def test_only_commanders_and_administrators_save(request, persona, silence):
    with pytest.raises(Forbidden):
        changed(silence, request.getfixturevalue(persona))


def test_a_form_says_a_rule_in_words_and_back(rules):
    for rule in rules.values():
        form = RuleForm.of(rule)
        bound = FORMS[rule.kind]({**form.initial, "enabled": True}, initial=form.initial)
        assert bound.is_valid(), bound.errors
        assert stored(bound.parameters()) == rule.parameters


def test_per_cent_are_stored_as_a_share(rules):
    rule = rules[RuleKind.FAILURE_RATE]
    data = {**RuleForm.of(rule).initial, "threshold": "7.5"}
    form = FORMS[rule.kind](data)
    assert form.is_valid()
    assert form.parameters() == FailureRate(threshold=0.075)


def test_a_vendors_code_that_is_ignored_stays_to_be_chosen(rules):
    rule = rules[RuleKind.FAULT_CODE]
    rule.parameters = {"ignored_codes": ["PALM-7"]}
    assert "PALM-7 PALM-7" in str(RuleForm.of(rule)["ignored_codes"])


def test_the_list_says_what_the_rules_mean(client, manager, rules):
    client.force_login(manager)
    page = client.get(reverse("monitoring:rules")).content.decode()
    for text in ("失败率超过 5%", "至少 5 笔支付", "故障一经上报即计入", "单台终端在营业时间内静默 3 分钟"):
        assert text in page


def test_the_preview_asks_for_the_last_day_with_the_new_parameters(client, commander, silence, asked):
    client.force_login(commander)
    page = client.post(reverse("monitoring:rule_preview", args=[silence.pk]), FIELDS).content.decode()
    day = timedelta(days=1)
    assert asked == [("silence", {"minimum_minutes": 4}, day), ("silence", {"minimum_minutes": 3}, day)]
    assert "过去一天会发出 0 条预警" in page


def test_a_preview_of_nonsense_says_what_is_wrong(client, commander, silence, asked):
    client.force_login(commander)
    fields = {**FIELDS, "minimum_minutes": "999"}
    page = client.post(reverse("monitoring:rule_preview", args=[silence.pk]), fields).content.decode()
    assert "单台终端静默多久预警" in page
    assert asked == []


def digest_in(page):
    return re.findall(r'name="previewed" value="(\w+)"', page.content.decode())[0]


def test_what_has_been_previewed_is_saved(client, commander, silence, asked):
    client.force_login(commander)
    address = reverse("monitoring:rule", args=[silence.pk])
    digest = digest_in(client.post(address, FIELDS))
    silence.refresh_from_db()
    assert silence.version == 1
    client.post(address, {**FIELDS, "previewed": digest})
    silence.refresh_from_db()
    assert (silence.version, silence.parameters) == (2, {"minimum_minutes": 4})


@pytest.mark.parametrize("version", ["x", "", "-1", "1" * 40])
def test_a_version_that_is_none_is_refused(client, commander, silence, asked, version):
    client.force_login(commander)
    address = reverse("monitoring:rule", args=[silence.pk])
    digest = digest_in(client.post(address, FIELDS))
    answer = client.post(address, {**FIELDS, "previewed": digest, "version": version})
    silence.refresh_from_db()
    assert answer.status_code < 500
    assert silence.version == 1


def test_what_has_not_been_previewed_is_previewed_and_not_saved(client, commander, silence, asked):
    client.force_login(commander)
    address = reverse("monitoring:rule", args=[silence.pk])
    digest = digest_in(client.post(address, FIELDS))
    answer = client.post(address, {**FIELDS, "minimum_minutes": "5", "previewed": digest})
    silence.refresh_from_db()
    assert (answer.status_code, silence.version) == (200, 1)
    assert asked[-2][1] == {"minimum_minutes": 5}


@pytest.mark.parametrize(("persona", "status"), [("manager", 200), ("auditor", 200), ("field_staff", 403)])
def test_who_reads_the_rules(request, client, silence, persona, status):
    client.force_login(request.getfixturevalue(persona))
    assert client.get(reverse("monitoring:rules")).status_code == status
    assert client.get(reverse("monitoring:rule", args=[silence.pk])).status_code == status


def test_readers_cannot_preview_or_save(client, manager, silence, asked):
    client.force_login(manager)
    assert client.post(reverse("monitoring:rule_preview", args=[silence.pk]), FIELDS).status_code == 403
    assert client.post(reverse("monitoring:rule", args=[silence.pk]), FIELDS).status_code == 403


@pytest.mark.parametrize("kind", RuleKind.values)
def test_a_preview_of_each_kind_runs_the_real_detection(client, commander, rules, site, kind):
    rule = rules[kind]
    client.force_login(commander)
    data = {**RuleForm.of(rule).initial, "enabled": "on", "version": 1}
    page = client.post(reverse("monitoring:rule_preview", args=[rule.pk]), data).content.decode()
    assert "过去一天会发出 0 条预警" in page
