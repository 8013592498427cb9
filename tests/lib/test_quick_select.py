"""A choice of very many says the same as Django's own."""

from django import forms

from emergency_ops.lib.fields import QuickSelect

CHOICES = [("", "整个事件"), ("310101-0001", "<网点>"), ("310101-0002", "网点")]


def test_it_is_the_select_of_django_in_one_go():
    attrs = {"id": "id_site"}
    own = forms.Select(choices=CHOICES).render("site", "310101-0002", attrs)
    quick = QuickSelect(choices=CHOICES).render("site", "310101-0002", attrs)
    assert "".join(quick.split()) == "".join(own.split())


def test_nothing_chosen_is_the_empty_choice():
    assert '<option value="" selected>' in QuickSelect(choices=CHOICES).render("site", None)
