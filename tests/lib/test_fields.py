"""Selects with thousands of options are written as Django writes them, and are not copied with every form."""

from copy import deepcopy
from typing import Any

from django import forms
from django.test.html import parse_html
from django_filters.fields import ChoiceField as FilterField

from emergency_ops.lib.fields import Options, prepare

PLACES = Options((("310000", "上海市"), ("320000", "江苏<省>")))


def drawn(field: forms.Field, value: str = "", *, quick: bool = True) -> str:
    form_class: Any = type("PlaceForm", (forms.Form,), {"place": field})
    bound = form_class({"place": value})["place"]
    if quick:
        prepare(bound)
    return "".join(line.strip() for line in str(bound).splitlines())


def test_a_select_reads_as_djangos() -> None:
    choices = [("", "不限"), ("a", "一"), ("b", "二 & 三")]

    quick, usual = (drawn(forms.ChoiceField(choices=choices), "b", quick=quick) for quick in (True, False))

    assert parse_html(quick) == parse_html(usual)


def test_groups_of_options_stay_groups() -> None:
    text = drawn(forms.ChoiceField(choices=[("组", [("a", "一")]), ("b", "二")]), "a")

    assert '<optgroup label="组"><option value="a" selected>一</option></optgroup>' in text


def test_kept_options_are_escaped_and_marked() -> None:
    text = drawn(forms.ChoiceField(choices=PLACES), "320000")

    assert '<option value="310000">上海市</option>' in text
    assert '<option value="320000" selected>江苏&lt;省&gt;</option>' in text


def test_a_mark_does_not_stay_with_kept_options() -> None:
    drawn(forms.ChoiceField(choices=PLACES), "310000")

    assert "selected" not in drawn(forms.ChoiceField(choices=PLACES), "")


def test_a_filters_empty_choice_stands_before_kept_options() -> None:
    text = drawn(FilterField(choices=PLACES, empty_label="不限", required=False))

    assert text.index("不限") < text.index("上海市")
    assert text.count("<option") == 3


def test_kept_options_are_not_copied() -> None:
    assert deepcopy(forms.ChoiceField(choices=PLACES)).choices is PLACES
