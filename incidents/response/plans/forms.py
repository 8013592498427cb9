"""Shapes of what people write into plans. What is allowed is decided by the actions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.monitoring.choices import Scope
from incidents.response.choices import Grade
from resources.inventory.choices import EquipmentKind
from resources.inventory.models import PartType
from resources.staff.choices import Function

from .choices import Cause, Evidence, Phase, ResourceKind, Section, Work
from .models import PlanStep, PlanVersion
from .rules import Facts

TEXTS = [*Section.choices, *Cause.choices]
LONGEST_MINUTES = 30 * 24 * 60


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("不选表示不限。")
    )


class ConditionsForm(forms.Form):
    causes = _several(pgettext_lazy("incident", "原因"), Cause.choices)
    scopes = _several(_("影响范围"), Scope.choices)
    grades = _several(_("事件等级"), Grade.choices)


class PlanForm(forms.Form):
    """A plan of its own."""

    name = forms.CharField(label=_("名称"), max_length=80)
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    source = forms.ModelChoiceField(
        label=_("内容取自"),
        help_text=_("从已有版本复制一份再改，比从空白开始快。"),
        queryset=PlanVersion.objects.none(),
        required=False,
        empty_label=_("空白"),
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]


class TermsForm(ConditionsForm):
    """A version's summary, conditions and texts: <code>_zh and <code>_en for each section and cause."""

    summary = forms.CharField(
        label=_("修订说明"), help_text=_("这一版改了什么、为什么；评审人先看这一句。"), max_length=200, required=False
    )
    field_order = ["summary"]

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "summary": version.summary,
            "causes": version.causes,
            "scopes": version.scopes,
            "grades": version.grades,
        }
        super().__init__(*args, **kwargs)
        for code, label in TEXTS:
            said = version.texts.get(code, {})
            for lang, name in (("zh", label), ("en", _("英文"))):
                rows = 7 if code in Section.values else 3
                self.fields[f"{code}_{lang}"] = forms.CharField(
                    label=name,
                    initial=said.get(lang, ""),
                    required=False,
                    max_length=4000,
                    widget=forms.Textarea({"rows": rows}),
                )

    @property
    def conditions(self) -> list[forms.BoundField]:
        return [self["causes"], self["scopes"], self["grades"]]

    @property
    def sections(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{code}_zh"], self[f"{code}_en"]) for code in Section.values]

    @property
    def cause_texts(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{code}_zh"], self[f"{code}_en"]) for code in Cause.values]

    def texts(self) -> dict[str, dict[str, str]]:
        data = self.cleaned_data
        return {code: {"zh": _plain(data[f"{code}_zh"]), "en": _plain(data[f"{code}_en"])} for code, _label in TEXTS}


class StepForm(ConditionsForm):
    """A step. Checklists are one item a line; the English ones line by line beside them, or empty."""

    phase = forms.ChoiceField(label=_("阶段"), help_text=_("任务按阶段分组，先后一目了然。"), choices=Phase.choices)
    title_zh = forms.CharField(label=_("标题"), max_length=80)
    title_en = forms.CharField(label=_("英文标题"), max_length=160, required=False)
    text_zh = forms.CharField(label=_("做法"), widget=forms.Textarea({"rows": 3}), max_length=1000)
    text_en = forms.CharField(label=_("英文做法"), widget=forms.Textarea({"rows": 3}), max_length=2000, required=False)
    function = forms.ChoiceField(
        label=_("岗位"), help_text=_("此刻负责该岗位的人得到任务，他不在时由B角。"), choices=Function.choices
    )
    due_minutes = forms.IntegerField(
        label=_("启动后时限（分钟）"),
        help_text=_("从启动响应算起；超时会提醒并升级。"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        initial=30,
    )
    evidence = forms.ChoiceField(
        label=_("完成证据"), help_text=_("办完时必须交什么，事后凭它复盘。"), choices=Evidence.choices
    )
    work = forms.ChoiceField(
        label=_("办理页面"),
        help_text=_("任务上会有一个按钮直接打开这一页。"),
        choices=[("", _("不限")), *Work.choices],
        required=False,
    )
    must_zh = forms.CharField(
        label=_("必查项"), widget=forms.Textarea({"rows": 3}), required=False, help_text=_("每行一项。")
    )
    must_en = forms.CharField(label=_("必查项（英文）"), widget=forms.Textarea({"rows": 3}), required=False)
    may_zh = forms.CharField(
        label=_("选查项"), widget=forms.Textarea({"rows": 2}), required=False, help_text=_("每行一项。")
    )
    may_en = forms.CharField(label=_("选查项（英文）"), widget=forms.Textarea({"rows": 2}), required=False)
    field_order = ["phase", "title_zh", "title_en", "text_zh", "text_en"]

    @property
    def conditions(self) -> list[forms.BoundField]:
        return [self["causes"], self["scopes"], self["grades"]]

    @property
    def what(self) -> list[forms.BoundField]:
        return [self[name] for name in ("phase", "title_zh", "title_en", "text_zh", "text_en")]

    @property
    def who(self) -> list[forms.BoundField]:
        return [self[name] for name in ("function", "due_minutes", "evidence", "work")]

    @property
    def checks(self) -> list[forms.BoundField]:
        return [self[name] for name in ("must_zh", "must_en", "may_zh", "may_en")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part in ("must", "may"):
            zh, en = _lines(data.get(f"{part}_zh", "")), _lines(data.get(f"{part}_en", ""))
            if en and len(en) != len(zh):
                self.add_error(f"{part}_en", _("英文应与中文逐行对应，或留空。"))
            if any(len(line) > 200 for line in zh) or any(len(line) > 300 for line in en):
                self.add_error(f"{part}_zh", _("每项不超过200字。"))
        return data

    def said(self, resources: list[dict[str, Any]]) -> dict[str, Any]:
        """As the actions take it."""
        data = {name: value for name, value in self.cleaned_data.items() if name[-3:] not in ("_zh", "_en")}
        words = {name: _plain(self.cleaned_data[name]) for name in ("title_zh", "title_en", "text_zh", "text_en")}
        return {**data, **words, "checklist": self._checklist(), "resources": resources}

    def _checklist(self) -> list[dict[str, Any]]:
        found = []
        for part, mandatory in (("must", True), ("may", False)):
            zh, en = _lines(self.cleaned_data[f"{part}_zh"]), _lines(self.cleaned_data[f"{part}_en"])
            for number, line in enumerate(zh):
                found.append({"zh": line, "en": en[number] if en else "", "mandatory": mandatory})
        return found


def initial_of(step: PlanStep) -> dict[str, Any]:
    """What a StepForm begins with."""
    known = {
        name: getattr(step, name)
        for name in (
            "phase", "title_zh", "title_en", "text_zh", "text_en", "function", "due_minutes", "evidence", "work",
            "causes", "scopes", "grades",
        )
    }  # fmt: skip
    for part, mandatory in (("must", True), ("may", False)):
        items = [item for item in step.checklist if bool(item["mandatory"]) == mandatory]
        known[f"{part}_zh"] = "\n".join(item["zh"] for item in items)
        english = [item.get("en", "") for item in items]
        known[f"{part}_en"] = "\n".join(english) if all(english) else ""
    return known


class NeedForm(forms.Form):
    """Something that a step needs: people, equipment of a kind, a part, or something else in words."""

    thing = forms.ChoiceField(label=_("种类"), required=False)
    zh = forms.CharField(label=_("名称"), max_length=60, required=False)
    en = forms.CharField(label=_("英文"), max_length=120, required=False)
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=999, initial=1, required=False)

    def __init__(self, *args: Any, things: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = things  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any] | None:
        """As a step keeps it; None for an empty line."""
        data: Mapping[str, Any] = self.cleaned_data
        kind, _separator, code = (data.get("thing") or "").partition(":")
        name = data.get("zh") or (_name_of(kind, code) if code else "")
        if not kind and not name:
            return None
        if not name:
            name = str(ResourceKind(kind).label)
        return {
            "kind": kind or ResourceKind.OTHER.value,
            "code": code,
            "zh": name,
            "en": data.get("en") or "",
            "quantity": data.get("quantity") or 1,
        }


def things() -> list[Any]:
    """What may be needed: kinds, each kind of equipment, each part."""
    parts = PartType.objects.filter(is_active=True).order_by("code").values_list("code", "name")
    return [
        ("", _("请选择")),
        (ResourceKind.PEOPLE.value, ResourceKind.PEOPLE.label),
        (ResourceKind.OTHER.value, ResourceKind.OTHER.label),
        (_("移动设备"), [(f"equipment:{code}", label) for code, label in EquipmentKind.choices]),
        (_("备件"), [("part", _("按故障确定")), *((f"part:{code}", f"{name}（{code}）") for code, name in parts)]),
    ]


def needs_of(step: PlanStep | None) -> list[dict[str, Any]]:
    """What the lines for resources begin with."""
    rows = step.resources if step else []
    return [
        {
            "thing": f"{row['kind']}:{row['code']}" if row.get("code") else row["kind"],
            "zh": row["zh"],
            "en": row.get("en", ""),
            "quantity": row["quantity"],
        }
        for row in rows
    ]


class FactsForm(forms.Form):
    """For which incident the steps are asked about."""

    cause = forms.ChoiceField(
        label=pgettext_lazy("incident", "原因"), choices=[("", _("不限")), *Cause.choices], required=False
    )
    scope = forms.ChoiceField(label=_("影响范围"), choices=[("", _("不限")), *Scope.choices], required=False)
    grade = forms.ChoiceField(label=_("事件等级"), choices=[("", _("不限")), *Grade.choices], required=False)

    def facts(self) -> Facts | None:
        """None where nothing is asked; what is left open holds for everything."""
        if not self.is_valid() or not all(self.cleaned_data.values()):
            return None
        data = self.cleaned_data
        return Facts(frozenset({data["cause"]}), data["scope"], data["grade"])


class RemarkForm(forms.Form):
    text = forms.CharField(label=_("意见"), widget=forms.Textarea({"rows": 2}), max_length=1000, required=False)


class ReasonForm(forms.Form):
    text = forms.CharField(label=_("意见或理由"), widget=forms.Textarea({"rows": 2}), max_length=1000)


def _name_of(kind: str, code: str) -> str:
    if kind == ResourceKind.EQUIPMENT and code in EquipmentKind.values:
        return str(EquipmentKind(code).label)
    part = PartType.objects.filter(code=code).first()
    return part.name if part else code


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
