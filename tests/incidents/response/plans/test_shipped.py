"""The plan that the system ships with."""

import re

from emergency_ops.lib import clock as now_clock
from incidents.monitoring.choices import Scope
from incidents.response.choices import Grade
from incidents.response.plans import sample
from incidents.response.plans.choices import Cause, Evidence, Phase, Section, Work
from incidents.response.plans.models import Plan, PlanVersion
from incidents.response.plans.shipped import reading
from resources.inventory.choices import EquipmentKind
from resources.staff.choices import Function

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def both_languages(zh, en):
    return bool(CHINESE.search(zh)) and bool(en) and not CHINESE.search(en)


def test_every_text_stands_in_chinese_and_english():
    assert all(both_languages(said["zh"], said["en"]) for said in reading.texts().values())


def test_every_step_stands_in_chinese_and_english():
    for step in reading.steps():
        assert both_languages(step["title_zh"], step["title_en"]), step["key"]
        assert both_languages(step["text_zh"], step["text_en"]), step["key"]
        assert all(both_languages(item["zh"], item["en"]) for item in step["checklist"] + step["resources"])


def test_all_sections_and_all_eleven_causes_are_said():
    assert set(reading.texts()) == {*Section.values, *Cause.values}


def test_each_cause_has_a_step_of_its_own():
    named = {cause for step in reading.steps() if step["phase"] == Phase.CONFIRM for cause in step["causes"]}
    assert named == set(Cause.values)


def test_steps_name_only_what_the_system_knows():
    for step in reading.steps():
        assert step["function"] in Function.values
        assert step["evidence"] in Evidence.values
        assert step["work"] in ("", *Work.values)
        assert set(step["scopes"]) <= set(Scope.values)
        assert set(step["grades"]) <= set(Grade.values)
        assert {need["code"] for need in step["resources"]} <= {"", *EquipmentKind.values}


def test_keys_are_told_apart():
    keys = [step["key"] for step in reading.steps()]
    assert len(keys) == len(set(keys))


def test_a_substitute_serves_within_thirty_minutes():
    steps = [step for step in reading.steps() if step["phase"] == Phase.SUBSTITUTES]
    assert max(step["due_minutes"] for step in steps) == 30


def test_it_is_in_force_in_a_new_installation(shipped):
    assert (shipped.state, shipped.number, shipped.steps.count()) == ("in_force", 1, len(reading.steps()))


def test_it_is_loaded_once(shipped, clock):
    sample.load(now_clock.now())
    assert (Plan.objects.count(), PlanVersion.objects.count()) == (1, 1)
