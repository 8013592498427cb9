"""Posts and who holds them, from files. Each row goes through the same action as the pages."""

from collections import defaultdict
from functools import partial
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.sheets import cells
from emergency_ops.lib.sheets.columns import Column
from resources.importing import registry
from resources.importing.kinds import ApplyContext, Importer, Outcome, Row, RowError
from resources.network.access import sites_for
from resources.network.choices import ImportKind
from resources.network.models import Site

from .access import may_qualify, posts_for
from .actions.assignments import assign, end_assignment
from .actions.posts import PostData, save_post
from .choices import Area, AssignmentRole, Function
from .importers_reading import account, people_by_username, text_80, text_200
from .models import Person, Post, PostAssignment, StaffEvent, Training
from .rules.posts import region_of

POSTS = (
    Column("name", "岗位", gettext_lazy("岗位名称"), ("岗位名称", "name", "post"), text_80, required=True),
    Column(
        "function",
        "职能",
        gettext_lazy("职能"),
        ("function",),
        partial(cells.choice, choices=Function),
        required=True,
    ),
    Column("area", "范围", gettext_lazy("范围"), ("area",), partial(cells.choice, choices=Area), empty=Area.REGION),
    Column(
        "region_code", "区划代码", gettext_lazy("区划代码"), ("region code", "region"), partial(cells.text, limit=6)
    ),
    Column("sites", "网点编号", gettext_lazy("网点编号"), ("sites", "网点"), cells.parts, empty=()),
    Column("is_key", "关键岗位", gettext_lazy("关键岗位"), ("key",), cells.yes_no, empty=True),
    Column("head", "主管", gettext_lazy("主管"), ("head",), account),
    Column(
        "training",
        "上岗培训",
        gettext_lazy("上岗培训"),
        ("required training", "培训编号"),
        partial(cells.text, limit=32),
    ),
    Column("materials", "交接材料", gettext_lazy("交接材料"), ("materials",), partial(cells.text, limit=4000)),
)
ASSIGNMENTS = (
    Column("post", "岗位", gettext_lazy("岗位"), ("岗位名称", "post"), text_80, required=True),
    Column(
        "role",
        "角色",
        gettext_lazy("角色"),
        ("role", "AB角"),
        partial(cells.choice, choices=AssignmentRole),
        required=True,
    ),
    Column("username", "账号", gettext_lazy("账号"), ("username", "account"), account, required=True),
    Column("since", "开始", gettext_lazy("开始"), ("from", "since", "开始时间"), cells.moment, empty=None),
    Column("until", "结束", gettext_lazy("结束"), ("until", "to", "结束时间"), cells.moment, empty=None),
    Column("reason", "未培训上岗理由", gettext_lazy("未培训上岗理由"), ("untrained reason",), text_200),
)


class _Posts:
    """Everything that rows of posts name, read for all of them at once."""

    def __init__(self, rows: list[Row], actor: Person | None) -> None:
        seen = Post.objects.all() if actor is None else posts_for(actor)
        active = seen.filter(is_active=True).select_related("head", "required_training").prefetch_related("sites")
        self.of_regions = {(post.function, post.region_id): post for post in active if post.area != Area.SITES}
        self.of_sites = {(post.function, post.name): post for post in active if post.area == Area.SITES}
        codes = {code for row in rows for code in row.get("sites", ())}
        sites = Site.objects.all() if actor is None else sites_for(actor)
        self.sites = {site.code: site for site in sites.filter(code__in=codes).select_related("region")}
        self.people = people_by_username(actor, (row.get("head", "") for row in rows))
        self.trainings = {training.code: training for training in Training.objects.filter(is_active=True)}

    def existing(self, row: Row) -> Post | None:
        area = row.get("area", Area.REGION)
        if area == Area.SITES:
            return self.of_sites.get((row["function"], row["name"]))
        return self.of_regions.get((row["function"], region_of(area, row.get("region_code", ""), ())))


def apply_posts(rows: list[Row], context: ApplyContext) -> Outcome:
    """Posts of a region by function and region, those of a set of sites by function and name."""
    known = _Posts(rows, context.actor)
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    errors: list[RowError] = []
    for row in rows:
        faults = _post_faults(row, known)
        if faults:
            errors += faults
            continue
        with row.catching(errors, "name"):
            counts[_save(row, known, context)] += 1
    return Outcome(counts["created"], counts["updated"], counts["unchanged"], errors=errors)


def _post_faults(row: Row, known: _Posts) -> list[RowError]:
    faults = []
    unknown = [code for code in row.get("sites", ()) if code not in known.sites]
    if unknown:
        faults.append(row.error("sites", _("没有网点“%(code)s”，或不在您负责的区域。") % {"code": unknown[0]}))
    if row.get("head") and row["head"] not in known.people:
        faults.append(row.error("head", _("没有这个账号，或不在您可选的范围内。")))
    if row.get("training") and row["training"] not in known.trainings:
        faults.append(row.error("training", _("没有这个培训编号，或已停用。")))
    return faults


def _save(row: Row, known: _Posts, context: ApplyContext) -> str:
    existing = known.existing(row)
    before = StaffEvent.objects.filter(post=existing).count() if existing else 0
    sites = [known.sites[code] for code in row["sites"]] if "sites" in row else _sites_of(existing)
    saved = save_post(existing, _data(row, existing, known), sites, actor=context.actor, now=context.now)
    if existing is None:
        return "created"
    return "updated" if StaffEvent.objects.filter(post=saved).count() > before else "unchanged"


def _sites_of(existing: Post | None) -> list[Site]:
    return list(existing.sites.all()) if existing else []


def _data(row: Row, existing: Post | None, known: _Posts) -> PostData:
    """The row's values; what its file has no column for stays as it is."""
    kept: dict[str, Any] = {}
    if existing is not None:
        names = ("is_key", "head", "required_training", "materials")
        kept = {name: getattr(existing, name) for name in names}
    given: dict[str, Any] = {name: row[name] for name in ("is_key", "materials") if name in row}
    if "head" in row:
        given["head"] = known.people.get(row["head"])
    if "training" in row:
        given["required_training"] = known.trainings.get(row["training"])
    return PostData(
        function=row["function"],
        area=row.get("area", Area.REGION),
        name=row["name"],
        region_code=row.get("region_code", ""),
        **{**kept, **given},
    )


def apply_assignments(rows: list[Row], context: ApplyContext) -> Outcome:
    """What is there already is left as it is; another end ends or is refused; everything else is a new assignment."""
    posts, held = _posts_by_name(rows, context.actor), _held(rows)
    people = people_by_username(context.actor, (row["username"] for row in rows))
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    errors: list[RowError] = []
    for row in rows:
        found, person = posts.get(row["post"], []), people.get(row["username"])
        if len(found) != 1:
            message = _("有几个同名的岗位，请先改名。") if found else _("没有这个岗位，或不在您负责的区域。")
            errors.append(row.error("post", message))
        elif person is None:
            errors.append(row.error("username", _("没有这个账号，或不在您可选的范围内。")))
        else:
            with row.catching(errors, "post"):
                key = (found[0].pk, row["role"], person.pk)
                counts[_assign(row, found[0], person, held.get(key, []), context)] += 1
    return Outcome(counts["created"], counts["updated"], counts["unchanged"], errors=errors)


def _posts_by_name(rows: list[Row], actor: Person | None) -> dict[str, list[Post]]:
    seen = Post.objects.all() if actor is None else posts_for(actor)
    found: dict[str, list[Post]] = defaultdict(list)
    wanted = seen.filter(is_active=True, name__in={row["post"] for row in rows})
    for post in wanted.select_related("required_training", "head"):
        found[post.name].append(post)
    return found


def _held(rows: list[Row]) -> dict[tuple[int, str, int], list[PostAssignment]]:
    found: dict[tuple[int, str, int], list[PostAssignment]] = defaultdict(list)
    same = PostAssignment.objects.filter(person__username__in={row["username"] for row in rows})
    for held in same.select_related("post", "person"):
        found[held.post_id, held.role, held.person_id].append(held)
    return found


def _assign(row: Row, post: Post, person: Person, held: list[PostAssignment], context: ApplyContext) -> str:
    since, until = row.get("since"), row.get("until")
    for one in held:
        lower, upper = one.validity.lower, one.validity.upper
        same_begin = since is None or _minute(lower) == since
        if same_begin and _minute(upper) == until:
            return "unchanged"
        if same_begin and until is not None and (upper is None or until < upper) and "until" in row:
            end_assignment(one, at=until, actor=context.actor, now=context.now)
            return "updated"
    validity = DateTimeTZRange(since or context.now, until)
    assign(
        post,
        person,
        row["role"],
        validity,
        actor=context.actor,
        now=context.now,
        untrained_reason=row.get("reason", ""),
    )
    return "created"


def _minute(moment: Any) -> Any:
    """Files have whole minutes."""
    return moment.replace(second=0, microsecond=0) if moment else None


registry.register(
    Importer(
        kind=ImportKind.POSTS,
        label=gettext_lazy("岗位"),
        columns=POSTS,
        may_import=may_qualify,
        apply=apply_posts,
        key=("name", "function"),
        example=[
            "上海市技术处置",
            "技术处置",
            "区域",
            "310000",
            "",
            "是",
            "guanli-sh",
            "YJ-JS",
            "值班手机；系统账号",
        ],
        intro=gettext_lazy("区域岗位按职能和区划代码更新，网点岗位按职能和名称更新。"),
    )
)
registry.register(
    Importer(
        kind=ImportKind.ASSIGNMENTS,
        label=gettext_lazy("岗位任命"),
        columns=ASSIGNMENTS,
        may_import=may_qualify,
        apply=apply_assignments,
        key=("post", "role", "username", "since"),
        example=["上海市技术处置", "B角", "zhangwei", "2026-12-01 09:00", "", ""],
        intro=gettext_lazy("已有的任命不变；B角没有有效的上岗培训时须填写理由。"),
    )
)
