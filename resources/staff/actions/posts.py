"""The writers of posts: what they answer for, whether they are key, and their end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.clock import SHANGHAI
from emergency_ops.lib.errors import Forbidden, Invalid, Refused
from emergency_ops.lib.wording import listed
from resources.network.access import sees_region
from resources.network.models import Region, Site
from resources.staff import events
from resources.staff.access import may_coordinate
from resources.staff.choices import Area, AssignmentRole
from resources.staff.models import Person, Post, PostAssignment, Rota, Training
from resources.staff.periods import words
from resources.staff.rules.posts import COUNTRY, region_of

from .assignments import constraint_of


@dataclass(frozen=True)
class PostData:
    """What a post is. region_code counts for Area.REGION only, sites for Area.SITES only."""

    function: str
    area: str
    name: str
    region_code: str = ""
    is_key: bool = True
    head: Person | None = None
    required_training: Training | None = None
    materials: str = ""


def save_post(
    post: Post | None, data: PostData, sites: Collection[Site] = (), *, actor: Person | None, now: datetime
) -> Post:
    """Create (post None) or change a post. actor None: the system.

    Raises Forbidden, Invalid (the area), and Refused where another post has the area, or somebody would be B of two key posts.
    """
    region = _region(data, sites)
    _require(actor, region.pk, *([post.region_id] if post else []))
    _check_sites(data, sites, actor)
    if data.head is not None and not data.head.is_active:
        raise Invalid("head_inactive", _("%(name)s 的账号已停用，不能担任主管。"), name=data.head)
    try:
        with transaction.atomic():
            kept = Post.objects.select_for_update(of=("self",)).get(pk=post.pk) if post else Post()
            _refuse_same_area(kept, data, region, sites)
            if kept.pk and data.is_key and not kept.is_key:
                _refuse_key(kept)
            return _save(kept, data, region, sites, actor, now)
    except IntegrityError as error:
        if constraint_of(error) not in {"assignment_b_of_one_key_post", "post_once_a_function_and_region"}:
            raise
        raise Refused("post_changed_meanwhile", _("刚才有人同时修改了岗位或任命，请刷新后再试。")) from error


def retire_post(post: Post, *, reason: str, actor: Person | None, now: datetime) -> Post:
    """Take a post out of use for good; what was, stays. Refused while somebody holds it now or later, or a rota plans it."""
    _require(actor, post.region_id)
    if not reason.strip():
        raise Invalid("reason", _("请填写停用原因。"))
    with transaction.atomic():
        kept = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if not kept.is_active:
            raise Refused("retired", _("%(post)s已经停用。"), post=kept)
        _refuse_held(kept, now)
        kept.is_active = False
        kept.save(update_fields=["is_active"])
        events.write("post_retired", at=now, actor=actor, post=kept, text=reason.strip(), post_name=str(kept))
    return kept


def _save(
    kept: Post, data: PostData, region: Region, sites: Collection[Site], actor: Person | None, now: datetime
) -> Post:
    is_new = kept.pk is None
    values = {field.name: getattr(data, field.name) for field in fields(data) if field.name != "region_code"}
    values["region"] = region
    changes = [] if is_new else _changes(kept, values)
    for name, value in values.items():
        setattr(kept, name, value)
    if is_new:
        kept.save()
    elif changes:
        kept.save(update_fields=[name for name, _before, _after in changes])
    changes += _move(kept, sites if data.area == Area.SITES else (), is_new=is_new)
    if is_new or changes:
        code = "post_created" if is_new else "post_changed"
        events.write(code, at=now, actor=actor, post=kept, post_name=str(kept), fields=changes)
    return kept


def _changes(kept: Post, values: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, before, after) of what changes, in plain JSON."""
    pairs = ((name, getattr(kept, name), value) for name, value in values.items())
    return [(name, _plain(before), _plain(after)) for name, before, after in pairs if before != after]


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) or value is None else str(value)


def _move(kept: Post, sites: Collection[Site], *, is_new: bool) -> list[tuple[str, Any, Any]]:
    """Gives the post its sites; what changed by that."""
    before = [] if is_new else sorted(kept.sites.values_list("code", flat=True))
    after = sorted(site.code for site in sites)
    if before == after:
        return []
    kept.sites.set(sites)
    return [] if is_new else [("sites", before, after)]


def _region(data: PostData, sites: Collection[Site]) -> Region:
    if data.area == Area.SITES and not sites:
        raise Invalid("no_sites", _("请至少填写一个网点。"))
    if data.area == Area.REGION and data.region_code in {"", COUNTRY}:
        raise Invalid("no_region", _("请选择区域；负责全国的岗位请选择“全网”。"))
    code = region_of(data.area, data.region_code, [site.region_id for site in sites])
    region = Region.objects.filter(pk=code).first()
    if region is None:
        raise Invalid("unknown_region", _("没有区划 %(region)s，请先在“区域”中建立。"), region=code)
    return region


def _check_sites(data: PostData, sites: Collection[Site], actor: Person | None) -> None:
    if actor is None or data.area != Area.SITES:
        return
    strange = [site for site in sites if not sees_region(actor, site.region_id)]
    if strange:
        raise Forbidden("not_your_site", _("您不负责网点%(site)s所在的区域。"), site=strange[0])


def _refuse_same_area(kept: Post, data: PostData, region: Region, sites: Collection[Site]) -> None:
    others = Post.objects.filter(function=data.function, is_active=True).exclude(pk=kept.pk)
    if data.area != Area.SITES:
        other = others.exclude(area=Area.SITES).filter(region=region).first()
        if other is not None:
            raise Refused(
                "post_exists",
                _("%(region)s已有同一职能的岗位“%(post)s”，请修改那个岗位。"),
                region=region,
                post=other,
            )
        return
    other = others.filter(area=Area.SITES, sites__in=sites).first()
    if other is not None:
        site = other.sites.filter(pk__in=[site.pk for site in sites]).first()
        raise Refused("site_has_post", _("网点%(site)s已由同一职能的岗位“%(post)s”负责。"), site=site, post=other)


def _refuse_key(kept: Post) -> None:
    """Becoming key must make nobody B of two key posts at one time; the assignments' own key_post follows in the database."""
    for held in PostAssignment.objects.filter(post=kept, role=AssignmentRole.B).select_related("person"):
        other = (
            PostAssignment.objects.filter(
                person=held.person, role=AssignmentRole.B, key_post=True, validity__overlap=held.validity
            )
            .exclude(post=kept)
            .select_related("post")
            .first()
        )
        if other is not None:
            raise Refused(
                "two_keys",
                _(
                    "不能设为关键岗位：本岗位的B角%(name)s同时是关键岗位%(post)s的B角（%(period)s）。请先结束其中一项任命。"
                ),
                name=held.person,
                post=other.post,
                period=words(other.validity),
            )


def _refuse_held(kept: Post, now: datetime) -> None:
    held = PostAssignment.objects.filter(post=kept).exclude(validity__fully_lt=(now, None)).select_related("person")
    names = [str(one.person) for one in held]
    if names:
        raise Refused(
            "post_held", _("%(post)s现在或今后有人任职：%(names)s。请先结束任命。"), post=kept, names=listed(names)
        )
    rota = Rota.objects.filter(post=kept).exclude(ends_on__lt=now.astimezone(SHANGHAI).date()).first()
    if rota is not None:
        raise Refused("post_planned", _("值班表“%(rota)s”还在安排这个岗位，请先结束值班表。"), rota=rota)


def _require(actor: Person | None, *region_codes: str) -> None:
    if not all(may_coordinate(actor, code) for code in region_codes):
        raise Forbidden("not_yours", _("只有本区域的总指挥、值班经理或系统管理员可以设立和修改岗位。"))
