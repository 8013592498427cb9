"""A choice of very many says the same as Django's own."""

from django import forms

from emergency_ops.lib.fields import QuickSelect, QuickSelectMultiple

CHOICES = [("", "整个事件"), ("310101-0001", "<网点>"), ("310101-0002", "网点")]


def test_it_is_the_select_of_django_in_one_go():
    attrs = {"id": "id_site"}
    own = forms.Select(choices=CHOICES).render("site", "310101-0002", attrs)
    quick = QuickSelect(choices=CHOICES).render("site", "310101-0002", attrs)
    assert "".join(quick.split()) == "".join(own.split())


def test_nothing_chosen_is_the_empty_choice():
    assert '<option value="" selected>' in QuickSelect(choices=CHOICES).render("site", None)


def test_several_may_be_chosen():
    attrs = {"id": "id_sites"}
    own = forms.SelectMultiple(choices=CHOICES).render("sites", ["310101-0001", "310101-0002"], attrs)
    quick = QuickSelectMultiple(choices=CHOICES).render("sites", ["310101-0001", "310101-0002"], attrs)
    assert "".join(quick.split()) == "".join(own.split())
