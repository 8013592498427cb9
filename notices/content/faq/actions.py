"""The only writers of the FAQ. A text is proposed; publishing it makes it what the public and the hotline's agents are told."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from emergency_ops.lib.wording import listed
from incidents.response.hotline import placeholders
from incidents.response.hotline.actions import save_faq
from incidents.response.hotline.models import FaqEntry
from notices.content.access import may_override, needs_second
from notices.content.choices import FAQ
from resources.network.pinyin import pinyin_key
from resources.staff.models import Person

from . import rules, words
from .access import require_publisher, require_writer
from .choices import Audience, FaqEventKind, FaqState
from .models import FaqEvent, FaqItem, FaqVersion
from .searching import searchable_pinyin
from .words import FaqWords

_REASON: Final = 100
_TEXT: Final = 200
_SLUG: Final = 40
#: the fields that agents' answers have too
_TOLD: Final = (
    "question", "question_en", "answer", "answer_en", "note", "note_en", "topic", "category", "keywords", "rank",
)  # fmt: skip


def create(given: FaqWords, *, slug: str = "", actor: Person | None, now: datetime, reason: str = "") -> FaqItem:
    """A new question with its first text, proposed. Without a slug it gets one. Raises Forbidden or Invalid."""
    _require_writer(actor)
    _check(given)
    with transaction.atomic():
        item = FaqItem.objects.create(slug=_slug(slug, given), state=FaqState.PROPOSED)
        return _append(item, given, actor, now, reason)


def save(
    item: FaqItem, given: FaqWords, *, base: int, actor: Person | None, now: datetime, reason: str = ""
) -> FaqItem:
    """Propose another text. base: number of the version that was open while writing.

    Raises Forbidden, Invalid, or Refused: "changed" where somebody else was quicker, "same" where nothing is new.
    """
    _require_writer(actor)
    _check(given)
    with transaction.atomic():
        item = _locked(item)
        if item.current is not None and item.current.number != base:
            raise Refused("changed", _("您打开之后，别人已保存了新的版本。请对照最新版本后再保存。"))
        if item.current is not None and words.same(_values(item.current), given.values()):
            raise Refused("same", _("内容没有变化，不需要保存。"))
        return _append(item, given, actor, now, reason)


def restore(item: FaqItem, number: int, *, actor: Person, now: datetime) -> FaqItem:
    """Propose the words of an earlier version again, as a new one. Raises Forbidden, or Refused("same")."""
    require_writer(actor)
    with transaction.atomic():
        item = _locked(item)
        former = item.versions.get(number=number)
        if item.current is not None and words.same(_values(item.current), _values(former)):
            raise Refused("same", _("最新版本与这一版相同，不需要恢复。"))
        given = FaqWords(**_values(former))
        _check(given)
        return _append(item, given, actor, now, "", restored_from=number)


def publish(item: FaqItem, *, base: int, actor: Person | None, now: datetime, override: str = "") -> FaqItem:
    """The newest text is told from now on. base: number of the version that was read; override: why it cannot wait.

    Raises Forbidden, or Refused: "changed", "not_proposed", "second", "reason". actor: None for what is shipped.
    """
    if actor is not None:
        require_publisher(actor)
    with transaction.atomic():
        item = _locked(item)
        version = _proposed(item, base)
        kind = _allowed(version, actor, override)
        return _put_in_force(item, version, kind, actor, now, override)


def send_back(item: FaqItem, reason: str, *, base: int, actor: Person, now: datetime) -> FaqItem:
    """The newest text is not to be published as it is. Raises Forbidden, Invalid without a reason, or Refused."""
    require_publisher(actor)
    if len(reason.strip()) < rules.LEAST_REASON:
        raise Invalid("reason", _("请写明退回的原因。"))
    with transaction.atomic():
        item = _locked(item)
        version = _proposed(item, base)
        item.state = FaqState.RETURNED
        item.save(update_fields=["state"])
        _tell(item, version, FaqEventKind.RETURNED, actor, now, reason)
    return item


def take_down(item: FaqItem, reason: str, *, actor: Person, now: datetime) -> FaqItem:
    """Take an answer off the public page at once; agents keep it. One person is enough to say less.

    Raises Forbidden, Invalid without a reason, Refused("not_public"). A text that was proposed stays among the versions.
    """
    require_publisher(actor)
    if len(reason.strip()) < rules.LEAST_REASON:
        raise Invalid("reason", _("请写明撤下的原因。"))
    with transaction.atomic():
        item = _locked(item)
        if item.in_force is None or item.in_force.audience != Audience.PUBLIC:
            raise Refused("not_public", _("这个问题没有公开，不需要撤下。"))
        less = replace(FaqWords(**_values(item.in_force)), audience=Audience.AGENTS)
        version = _write(item, less, actor, now, reason)
        return _put_in_force(item, version, FaqEventKind.TAKEN_DOWN, actor, now, reason)


def _require_writer(actor: Person | None) -> None:
    if actor is not None:
        require_writer(actor)


def _check(given: FaqWords) -> None:
    if not given.question.strip() or not given.answer.strip():
        raise Invalid("text", _("请填写问题和答复。"))
    if words.half_english(given):
        raise Invalid("english", _("英文的问题和答复请都填写，或都不填写。"))
    if wrong := placeholders.unknown(*given.texts):
        known = listed(f"{{{name}}}" for name in placeholders.NAMES)
        text = _("不认识占位符 %(wrong)s。可用的有：%(known)s。")
        raise Invalid("placeholder", text, wrong=listed(f"{{{name}}}" for name in wrong), known=known)


def _locked(item: FaqItem) -> FaqItem:
    rows = FaqItem.objects.select_for_update(of=("self",)).select_related("current", "in_force", "entry")
    return rows.get(pk=item.pk)


def _values(version: FaqVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in words.NAMES}


def _append(
    item: FaqItem, given: FaqWords, actor: Person | None, now: datetime, reason: str, restored_from: int | None = None
) -> FaqItem:
    version = _write(item, given, actor, now, reason, restored_from)
    item.current, item.state = version, FaqState.PROPOSED
    item.save(update_fields=["current", "state"])
    _tell(item, version, FaqEventKind.PROPOSED, actor, now, reason)
    return item


def _write(
    item: FaqItem, given: FaqWords, actor: Person | None, now: datetime, reason: str, restored_from: int | None = None
) -> FaqVersion:
    number = item.current.number + 1 if item.current else 1
    pinyin = searchable_pinyin(given.question, given.keywords)
    return FaqVersion.objects.create(
        item=item, number=number, **given.values(), pinyin=pinyin, saved_at=now, saved_by=actor,
        reason=reason.strip()[:_REASON], restored_from=restored_from,
    )  # fmt: skip


def _proposed(item: FaqItem, base: int) -> FaqVersion:
    if item.current is None or item.state != FaqState.PROPOSED:
        raise Refused("not_proposed", _("没有待发布的内容。"))
    if item.current.number != base:
        raise Refused("changed", _("您打开之后，别人已保存了新的版本。请先看过最新版本。"))
    return item.current


def _allowed(version: FaqVersion, actor: Person | None, override: str) -> FaqEventKind:
    found = rules.publishing(
        is_author=actor is not None and version.saved_by_id == actor.pk,
        needs_second=needs_second(FAQ),
        may_override=may_override(FAQ),
        reason=override,
    )
    if found == rules.Publishing.SECOND:
        raise Refused("second", _("这一版是您自己写的，请由另一位有权限的人员发布。"))
    if found == rules.Publishing.REASON:
        raise Refused("reason", _("这一版是您自己写的，请由另一位人员发布；情况紧急的，请写明理由后再发布。"))
    return FaqEventKind.OVERRIDDEN if found == rules.Publishing.OVERRIDE else FaqEventKind.PUBLISHED


def _put_in_force(
    item: FaqItem, version: FaqVersion, kind: FaqEventKind, actor: Person | None, now: datetime, text: str
) -> FaqItem:
    """Agents and the public are told the same from the same instant on."""
    entry = item.entry or FaqEntry()
    for name in _TOLD:
        setattr(entry, name, getattr(version, name))
    entry.is_active = version.audience != Audience.NOBODY
    item.entry = save_faq(entry, actor=actor, now=now, reason=version.reason or text)
    item.current = item.in_force = version
    item.state, item.published_at, item.published_by = FaqState.PUBLISHED, now, actor
    item.save(update_fields=["entry", "current", "in_force", "state", "published_at", "published_by"])
    _tell(item, version, kind, actor, now, text)
    return item


def _tell(
    item: FaqItem, version: FaqVersion, kind: FaqEventKind, actor: Person | None, now: datetime, text: str
) -> None:
    FaqEvent.objects.create(item=item, version=version, kind=kind, at=now, actor=actor, text=text.strip()[:_TEXT])


def _slug(wanted: str, given: FaqWords) -> str:
    """Raises Invalid for an address that is taken or belongs to another page."""
    if wanted:
        if wanted in words.RESERVED or FaqItem.objects.filter(slug=wanted).exists():
            raise Invalid("slug", _("网址 %(slug)s 已被使用，请换一个。"), slug=wanted)
        return wanted
    base = re.sub(r"[^a-z0-9]+", "-", pinyin_key(given.question).split(" ")[0])[: _SLUG - 4].strip("-") or "q"
    taken = set(FaqItem.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | words.RESERVED
    return base if base not in taken else next(f"{base}-{n}" for n in range(2, 1000) if f"{base}-{n}" not in taken)
