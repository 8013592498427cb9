"""The inputs that are written without templates say the same as Django's own."""

from datetime import date, time

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from emergency_ops.lib.inputs import InputRenderer

CHOICES = [("a", "甲<"), ("“”", [("b&", "乙"), ("c", "丙")])]
ATTRS = {"id": "id_x", "required": True, "disabled": False, "title": '"<>&', "class": "wide"}
WIDGETS = [
    (forms.TextInput(), "<b>&\"'"),
    (forms.TextInput(), None),
    (forms.TextInput(), ""),
    (forms.NumberInput(attrs={"min": 0, "step": 0.5}), 12345),
    (forms.EmailInput(), "a@b.cn"),
    (forms.PasswordInput(), "secret"),
    (forms.HiddenInput(), 0),
    (forms.URLInput(), "https://b.cn/?a=1&b=2"),
    (forms.DateInput(format="%Y-%m-%d"), date(2026, 11, 23)),
    (forms.TimeInput(), time(8, 30)),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.Textarea(), "一\n</textarea>"),
    (forms.Textarea(), None),
    (forms.RadioSelect(choices=CHOICES), "b&"),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["a", "c"]),
    (forms.CheckboxSelectMultiple(choices=[]), None),
    (forms.ClearableFileInput(), None),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
@pytest.mark.parametrize("attrs", [{}, ATTRS])
def test_an_input_is_written_as_django_writes_it(widget, value, attrs):
    drawn, own = (widget.render("x", value, attrs, renderer) for renderer in (InputRenderer(), DjangoTemplates()))
    assert drawn.split() == own.split()


def test_one_choice_alone_is_written_as_django_writes_it():
    form = forms.Form()
    form.fields["x"] = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    form.renderer = InputRenderer()
    drawn = [str(one).split() for one in form["x"]]
    form.renderer = DjangoTemplates()
    assert drawn == [str(one).split() for one in form["x"]]
