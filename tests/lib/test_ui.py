"""The component tags, as templates use them."""

from datetime import timedelta

import django_filters
import pytest
from django import forms
from django.template import Context, Template

from emergency_ops.lib.badges import look_of, vocabularies
from emergency_ops.lib.clock import now
from resources.network.models import Region


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


class SampleForm(forms.Form):
    name = forms.CharField(label="名称", help_text="最多 5 字", max_length=5)
    when = forms.DateField(label="日期", required=False)
    agreed = forms.BooleanField(label="同意", required=False)
    kinds = forms.MultipleChoiceField(label="类型", choices=[("a", "甲")], widget=forms.CheckboxSelectMultiple)


def test_a_badge_has_an_icon_and_words():
    shown = render('{% badge "danger" "停止服务" %}')
    assert "badge--danger" in shown
    assert "<svg" in shown
    assert "停止服务" in shown


def test_a_badge_escapes_its_label():
    assert "&lt;b&gt;" in render('{% badge "ok" label %}', label="<b>")


@pytest.mark.parametrize("name", sorted(vocabularies()))
def test_every_value_of_a_vocabulary_can_be_drawn(name):
    for value in vocabularies()[name]:
        assert look_of(name, value)[1] in render("{% badge_for name value %}", name=name, value=value)


def test_a_value_that_the_vocabulary_does_not_know_is_shown_as_it_is():
    assert "exploded" in render('{% badge_for "condition" "exploded" %}')


def test_no_value_is_a_dash():
    assert "—" in render('{% badge_for "grade" "" %}')


def test_an_icon_that_does_not_exist_fails_loudly():
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


def test_a_running_clock_is_right_without_javascript(clock):
    shown = render("{% countdown start due %}", start=now(), due=now() + timedelta(minutes=30))
    assert "剩余" in shown
    assert "30:00" in shown
    assert "data-clock" in shown


def test_a_stopped_clock_does_not_tick(clock):
    start = now() - timedelta(minutes=40)
    shown = render(
        "{% countdown start due stopped %}",
        start=start,
        due=start + timedelta(minutes=30),
        stopped=start + timedelta(minutes=35, seconds=10),
    )
    assert "35:10" in shown
    assert "超时 05:10" in shown
    assert "data-clock" not in shown


@pytest.mark.parametrize(("lapsed", "said"), [(False, "</b> 已达标"), (True, "曾用时")])
def test_what_was_kept_and_does_not_hold_is_not_shown_as_kept(clock, lapsed, said):
    shown = render(
        "{% countdown start due stopped lapsed %}",
        start=now() - timedelta(minutes=40),
        due=now() - timedelta(minutes=10),
        stopped=now() - timedelta(minutes=20),
        lapsed=lapsed,
    )
    assert said in shown
    assert ("已达标" in shown) != lapsed


def test_no_clock_is_a_dash():
    assert "—" in render("{% countdown None None %}")


def test_a_field_ties_label_help_and_error_to_its_control():
    shown = render("{% field form.name %}", form=SampleForm({"name": "太长的一个名称"}))
    assert '<label class="field__label" for="id_name">' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_name_error"' in shown


def test_a_date_gets_the_native_control():
    shown = render("{% field form.when %}", form=SampleForm({"when": "2026-11-23"}))
    assert 'type="date"' in shown
    assert 'value="2026-11-23"' in shown


def test_choices_are_a_group_with_a_legend():
    assert "<legend" in render("{% field form.kinds %}", form=SampleForm())


def test_an_optional_field_says_so():
    assert "选填" in render("{% field form.when %}", form=SampleForm())
    assert "选填" not in render("{% field form.name %}", form=SampleForm())


def test_money_is_fen():
    assert render("{% money 123456789 %}") == "¥1,234,567.89"
    assert render("{% money fen %}", fen=-5) == "−¥0.05"


def test_a_share_is_shown_per_cent():
    assert render("{% pct 0.0534 %}") == "5.3%"


@pytest.mark.parametrize("source", ["{% money None %}", "{% pct None %}", "{% timeago None %}", "{% datetime None %}"])
def test_nothing_known_is_a_dash(source):
    assert "—" in render(source)


def test_a_figure_groups_its_number():
    assert "98,716" in render('{% figure "正常服务" 98716 unit="台" %}')


def test_a_figure_that_is_unknown_is_not_zero():
    assert '<b><span class="nothing" aria-hidden="true">—</span></b>' in render('{% figure "状态未知" None %}')


def test_a_timeline_names_for_whom_somebody_acts():
    entry = {"at": now(), "title": "接警确认", "actor": "周岩", "acting_for": "李敏"}
    assert "周岩（代行 李敏 职责）" in render("{% timeline entries %}", entries=[entry])


def test_a_timeline_entry_without_a_person_is_the_systems():
    assert "系统" in render("{% timeline entries %}", entries=[{"at": now(), "title": "升级"}])


def test_a_dialog_holds_its_content():
    shown = render('{% dialog "d" "标题" %}<p>{{ word }}</p>{% enddialog %}', word="<正文>")
    assert '<dialog class="dialog" id="d" aria-labelledby="d-title">' in shown
    assert "<p>&lt;正文&gt;</p>" in shown


def test_the_parts_of_a_range_have_names():
    class Ranges(django_filters.FilterSet):  # type: ignore[misc]
        opened_at = django_filters.DateFromToRangeFilter()

    shown = render("{% field form.opened_at %}", form=Ranges({}, queryset=Region.objects.none()).form)
    assert 'type="date" name="opened_at_after"' in shown.replace("  ", " ")
    assert 'aria-label="从"' in shown
    assert 'aria-label="到"' in shown
