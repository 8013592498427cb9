"""Answers from a file: each row becomes a proposed text, and is published like any other."""

from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from incidents.monitoring.choices import Category
from incidents.response.hotline.choices import Question
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Change, Importer, Outcome, Row, RowError
from resources.network.choices import ImportKind

from . import actions, words
from .access import may_write
from .choices import Audience
from .models import FaqItem, FaqVersion
from .words import FaqWords

MOST_ROWS: Final = 500
_SHOWN: Final = 20


def _slug(value: str) -> str:
    try:
        validate_slug(cells.text(value, 40))
    except ValidationError:
        raise ValueError(_("网址只能由英文字母、数字、- 和 _ 组成。")) from None
    return value.lower()


def _category(value: str) -> str:
    return "" if value == _("全部") else str(cells.choice(value, Category))


COLUMNS: Final = (
    Column("slug", "网址", gettext_lazy("网址"), ("slug", "address"), _slug, required=True),
    Column("question", "问题", gettext_lazy("问题"), ("question",), partial(cells.text, limit=200), required=True),
    Column("answer", "答复", gettext_lazy("答复"), ("answer",), partial(cells.text, limit=2000), required=True),
    Column("question_en", "英文问题", gettext_lazy("英文问题"), ("question en", "english question"), partial(cells.text, limit=300)),
    Column("answer_en", "英文答复", gettext_lazy("英文答复"), ("answer en", "english answer"), partial(cells.text, limit=4000)),
    Column("note", "坐席提示", gettext_lazy("坐席提示"), ("note",), partial(cells.text, limit=1000)),
    Column("note_en", "英文坐席提示", gettext_lazy("英文坐席提示"), ("note en", "english note"), partial(cells.text, limit=2000)),
    Column("topic", "问题类别", gettext_lazy("问题类别"), ("topic",), partial(cells.choice, choices=Question), empty=Question.OTHER),
    Column("category", "原因类别", gettext_lazy("原因类别"), ("cause",), _category),
    Column("keywords", "关键词", gettext_lazy("关键词"), ("keywords",), partial(cells.text, limit=200)),
    Column("rank", "顺序", gettext_lazy("顺序"), ("rank", "order"), partial(cells.whole, high=9999), empty=100),
    Column("audience", "公开范围", gettext_lazy("公开范围"), ("audience",), partial(cells.choice, choices=Audience), empty=Audience.PUBLIC),
)  # fmt: skip


def apply(rows: list[Row], context: ApplyContext) -> Outcome:
    """Propose what is new or different. A column that the file does not have stays as it is."""
    slugs = [row["slug"] for row in rows]
    items = {item.slug: item for item in FaqItem.objects.filter(slug__in=slugs).select_related("current")}
    errors: list[RowError] = []
    changes: list[Change] = []
    for row in rows:
        item = items.get(row["slug"])
        before = _values(item.current) if item and item.current else None
        after = {**(before or {}), **{name: row[name] for name in words.NAMES if name in row}}
        if before is not None and words.same(before, after):
            continue
        with row.catching(errors):
            _propose(item, after, row["slug"], context)
            changes.append(Change(row.line, row["slug"], before, after))
    created = sum(change.old is None for change in changes)
    unchanged = len(rows) - len(changes) - len(errors)
    return Outcome(created, len(changes) - created, unchanged, errors, sample=changes[:_SHOWN])


def _propose(item: FaqItem | None, after: dict[str, Any], slug: str, context: ApplyContext) -> None:
    given, reason = FaqWords(**after), context.file_name
    if item is None or item.current is None:
        actions.create(given, slug=slug, actor=context.actor, now=context.now, reason=reason)
    else:
        actions.save(item, given, base=item.current.number, actor=context.actor, now=context.now, reason=reason)


def _values(version: FaqVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in words.NAMES}


registry.register(
    Importer(
        kind=ImportKind.FAQ,
        label=gettext_lazy("常见问题"),
        columns=COLUMNS,
        may_import=may_write,
        apply=apply,
        example=["refund", "怎样退款？", "核对后原路退回。不清楚请拨打 {hotline}。", "How are refunds made?",
                 "They go back the way they came. If in doubt call {hotline}.", "", "", "扣款未到账或重复扣款", "", "退款 退钱", "120",
                 "公众和坐席"],
        key=("slug",),
        intro=gettext_lazy("按网址新建或修改问题。导入的内容待发布，由另一人审核后才对公众和坐席生效。"),
        most_rows=MOST_ROWS,
    )
)  # fmt: skip
