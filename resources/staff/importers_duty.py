"""Shifts from a file. They count as arranged by people: rotas leave them alone."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Importer, Outcome, Row, RowError
from resources.network.choices import ImportKind

from .access import posts_for
from .access_duty import may_plan, may_plan_anywhere
from .actions.placing import Placement, place_shifts
from .importers_reading import account, people_by_username, text_80
from .models import Person, Post
from .rules.rota import minutes_between

COLUMNS = (
    Column("post", "岗位", gettext_lazy("岗位"), ("岗位名称", "post"), text_80, required=True),
    Column("day", "日期", gettext_lazy("日期"), ("day", "date"), cells.day, required=True),
    Column("label", "班次", gettext_lazy("班次"), ("label", "shift"), lambda text: cells.text(text, 20), required=True),
    Column("begins", "开始", gettext_lazy("开始"), ("begins", "start"), cells.time_of_day, required=True),
    Column("ends", "结束", gettext_lazy("结束"), ("ends", "end"), cells.time_of_day, required=True),
    Column("username", "账号", gettext_lazy("账号"), ("username", "account", "值班人"), account),
)


def apply(rows: list[Row], context: ApplyContext) -> Outcome:
    """A row is one shift: of a post, on a day, with a label. Without an account it is open on purpose."""
    posts = _posts(context.actor, (row["post"] for row in rows))
    people = people_by_username(context.actor, (row.get("username", "") for row in rows))
    errors: list[RowError] = []
    kept: list[tuple[Row, Placement]] = []
    for row in rows:
        fault = _fault(row, posts, people, context.actor)
        if fault is not None:
            errors.append(fault)
        else:
            kept.append((row, _placement(row, posts, people)))
    placed = place_shifts([one for _row, one in kept], actor=context.actor, now=context.now)
    errors += [kept[number][0].error("", sentence) for number, sentence in placed.faults.items()]
    return Outcome(placed.created, placed.updated, placed.unchanged, errors)


def _posts(actor: Person | None, names: Iterable[str]) -> dict[str, list[Post]]:
    """The posts in use of these names that the actor sees. One query."""
    seen = Post.objects.all() if actor is None else posts_for(actor)
    found: dict[str, list[Post]] = defaultdict(list)
    for post in seen.filter(name__in=set(names), is_active=True).select_related("required_training"):
        found[post.name].append(post)
    return found


def _fault(row: Row, posts: dict[str, list[Post]], people: dict[str, Person], actor: Person | None) -> RowError | None:
    named = posts.get(row["post"], [])
    if len(named) != 1:
        sentence = _("有几个岗位叫这个名称，请先改成不同的名称。") if named else _("没有这个岗位，或不在您负责的区域。")
        return row.error("post", sentence)
    if not may_plan(actor, named[0]):
        return row.error("post", _("您不能安排这个岗位的值班。"))
    if row.get("username") and row["username"] not in people:
        return row.error("username", _("没有这个账号，或不在您可选的范围内。"))
    return None


def _placement(row: Row, posts: dict[str, list[Post]], people: dict[str, Person]) -> Placement:
    minutes = minutes_between(row["begins"], row["ends"])
    person = people.get(row.get("username", ""))
    return Placement(posts[row["post"]][0], row["day"], row["label"], row["begins"], minutes, person)


registry.register(
    Importer(
        kind=ImportKind.SHIFTS,
        label=gettext_lazy("班次"),
        columns=COLUMNS,
        may_import=may_plan_anywhere,
        apply=apply,
        key=("post", "day", "label"),
        example=["上海市技术处置", "2026-12-01", "白班", "08:00", "20:00", "zhangwei"],
        intro=gettext_lazy("结束不晚于开始就是次日；账号不填表示此班空缺。导入的班次不会被值班表改写。"),
    )
)
