"""The glossary is whole: every word of the design and every value of a vocabulary, in both languages."""

import re
from pathlib import Path

import pytest
from django.db.models import TextChoices
from django.urls import reverse

from emergency_ops.lib import badges, glossary
from emergency_ops.lib.roles import Role
from emergency_ops.lib.searching import Query, search
from emergency_ops.lib.shell import address
from emergency_ops.wall.states import TileState
from incidents.escalation.channels.choices import LinkState
from incidents.escalation.choices import FindingKind, StepTarget, StopRule, Urgency
from incidents.monitoring.choices import RequiredAction
from resources.network.models import Region
from resources.sampling.choices import SampleState
from resources.staff.choices import AssignmentRole, BadgeState, Function, RecordState, ShiftProblem

ROOT = Path(__file__).resolve().parents[2]
WORDS = """
incident suspected confirmed responding restored closed false_alarm merged scope single_point site_wide regional network_wide
warning threshold grade warning_colour response_level activation timeline_entry task escalation acknowledgement
affected_terminals affected_users root_cause review corrective_action terminal site region component fault_code
required_action report heartbeat failure_rate patrol patrol_overdue finding fallback service_point counter pos_device badge
hotline emergency_qr priority_user queue_ticket depot spare_part stock_movement safety_stock transfer reservation replacement
equipment custody post role_a role_b handover acting absence training_record drill tabletop live_drill inject observer notice
template approval issuing_unit channel delivery withdraw expiry scrolling_text faq switchover failback emergency_receipt
reconciliation discrepancy reversal backup_run restore_test remote_diagnosis command plan plan_version
"""
DESIGN = WORDS.split()
#: vocabularies that have no badges, with the choices whose words they must have
WITHOUT_BADGES = {
    "required_action": RequiredAction,
    "function": Function,
    "assignment_role": AssignmentRole,
    "badge_state": BadgeState,
    "record_state": RecordState,
    "shift_problem": ShiftProblem,
    "urgency": Urgency,
    "stop_rule": StopRule,
    "step_target": StepTarget,
    "audit_finding": FindingKind,
    "link_state": LinkState,
    "sample_state": SampleState,
    "tile_state": TileState,
}


@pytest.mark.parametrize("key", DESIGN)
def test_every_term_of_the_design_is_explained(key):
    assert glossary.get(key).text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_entry_has_a_word_and_a_sentence_in_both_languages(language):
    entries = glossary.entries().values()
    assert [entry.key for entry in entries if not all(entry.in_language(language))] == []


def test_no_english_sentence_is_chinese():
    assert [one.key for one in glossary.entries().values() if re.search("[一-鿿]", one.texts[1])] == []


def test_sentences_are_short():
    entries = glossary.entries().values()
    assert [one.key for one in entries if len(one.texts[0]) > 70 or len(one.texts[1]) > 160] == []


def test_every_value_that_a_badge_shows_is_explained():
    shown = {f"{name}.{value}" for name, values in badges.vocabularies().items() for value in values}
    assert shown - set(glossary.entries()) == set()


@pytest.mark.parametrize(("vocabulary", "choices"), WITHOUT_BADGES.items())
def test_values_without_badges_have_the_words_of_the_interface(vocabulary, choices):
    said = {entry.value: entry.labels[0] for entry in glossary.values_of(vocabulary)}
    assert said == {str(choice.value): str(choice.label) for choice in choices}


def test_every_role_is_explained():
    assert {entry.value for entry in glossary.values_of("role")} == set(Role)


def test_statuses_are_explained():
    """Choices that are called a state or a status stand in a vocabulary of the glossary, with all their values."""
    known = [{entry.value for entry in glossary.values_of(name)} for name in {e.vocabulary for e in _values()}]
    missing = [choices for choices in _statuses() if not any(set(choices.values) <= values for values in known)]
    assert missing == []


def _values():
    return [entry for entry in glossary.entries().values() if entry.vocabulary]


def _statuses():
    ours = ("resources.", "incidents.", "notices.", "emergency_ops.")
    named = [one for one in _subclasses(TextChoices) if re.search(r"(\wState|Status)$", one.__name__)]
    return [one for one in named if one.__module__.startswith(ours)]


def _subclasses(cls):
    return [found for one in cls.__subclasses__() for found in (one, *_subclasses(one))]


def test_places_are_pages():
    assert {place for one in glossary.entries().values() for place in one.places if not address(place)} == set()


def test_keys_in_templates_exist():
    used = set()
    for path in (ROOT / "templates").rglob("*.html"):
        used |= set(re.findall(r"{% (?:term|explain) [\"']([\w.]+)[\"']", path.read_text(encoding="utf-8")))
    assert used - set(glossary.entries()) == set()


def test_the_page_shows_all_and_finds_by_pinyin(admin_client):
    assert "影响范围" in admin_client.get(reverse("glossary:page")).content.decode()
    found = admin_client.get(reverse("glossary:page"), {"q": "yxfw"}).content.decode()
    assert "影响范围" in found
    assert "安全库存" not in found


def test_the_palette_finds_what_a_word_means(admin_user):
    Region.objects.get_or_create(code="000000", defaults={"name": "全国"})
    groups = {group.source.name: group for group in search(admin_user, Query("影响范围"))}
    assert groups["glossary"].hits[0].detail == glossary.get("scope").texts[0]
