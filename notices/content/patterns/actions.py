"""The only writers of templates and of the list of jargon."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused
from notices.content.models import label_of, longest
from notices.content.told import FIELDS
from resources.staff.models import Person

from . import placeholders
from .access import require_writer
from .choices import TemplateEventKind
from .models import JargonWord, NoticeTemplate, TemplateEvent, TemplateVersion
from .queries import words_of
from .rules import Pattern

_TAKEN = _("已有适用于同样情形的启用模板，请修改那个模板，或先停用它。")


def create(pattern: Pattern, *, actor: Person | None, now: datetime, note: str = "") -> NoticeTemplate:
    """A template with its first version. Raises Forbidden; Invalid: template_words, template_placeholder; Refused("template_taken")."""
    require_writer(actor)
    words = checked(pattern.words, pattern.kind, pattern.case)
    with _one_for_each_case():
        template = NoticeTemplate.objects.create(
            kind=pattern.kind, language=pattern.language, cause=pattern.cause, scope=pattern.scope, case=pattern.case,
            saved_at=now,
        )  # fmt: skip
        TemplateVersion.objects.create(template=template, number=1, **words)
        _write(template, TemplateEventKind.CREATED, actor, now, note)
    return template


def save(
    template: NoticeTemplate,
    words: Mapping[str, str],
    *,
    seen: int,
    actor: Person | None,
    now: datetime,
    note: str = "",
) -> NoticeTemplate:
    """A new version; words that are the same make none. seen: the version that the editor had before them.

    Raises Forbidden; Refused("template_changed"); Invalid: template_words, template_placeholder.
    """
    return _save(template, words, TemplateEventKind.SAVED, seen=seen, actor=actor, now=now, note=note)


def restore(template: NoticeTemplate, number: int, *, seen: int, actor: Person | None, now: datetime) -> NoticeTemplate:
    """The words of an earlier version as a new one. Raises as save() does; Invalid("template_version") for one that is not there."""
    former = template.versions.filter(number=number).first()
    if former is None:
        raise Invalid("template_version", _("没有这个版本。"))
    note = f"v{number}"
    return _save(template, words_of(former), TemplateEventKind.RESTORED, seen=seen, actor=actor, now=now, note=note)


def set_active(template: NoticeTemplate, active: bool, *, actor: Person | None, now: datetime) -> NoticeTemplate:
    """Notices are written from active templates only. Raises Forbidden, Refused("template_taken")."""
    require_writer(actor)
    with _one_for_each_case(), _locked(template) as row:
        if row.is_active != active:
            row.is_active, row.saved_at = active, now
            row.save(update_fields=["is_active", "saved_at"])
            kind = TemplateEventKind.ACTIVATED if active else TemplateEventKind.DEACTIVATED
            _write(row, kind, actor, now, "")
    return row


def checked(words: Mapping[str, str], kind: str, case: str = "") -> dict[str, str]:
    """The words of a template, stripped. Raises Invalid for an empty or over-long field, or what is in braces and no placeholder."""
    found = {name: words.get(name, "").strip() for name in FIELDS}
    for name, text in found.items():
        most = longest(name)
        if not text:
            raise Invalid("template_words", _("请填写“%(field)s”。"), field=label_of(name))
        if most is not None and len(text) > most:
            raise Invalid("template_words", _("“%(field)s”最多%(most)s个字。"), field=label_of(name), most=most)
    for name, names in placeholders.unknown(found, kind, case).items():
        message = _("“%(field)s”里的 {%(name)s} 不是这类公告的占位符，请改正或删去。")
        raise Invalid("template_placeholder", message, field=label_of(name), name=names[0])
    return found


def save_word(word: JargonWord, *, actor: Person, now: datetime) -> JargonWord:
    """Raises Forbidden; Invalid("jargon_word") for an empty one; Refused("jargon_taken")."""
    require_writer(actor)
    word.word, word.instead = word.word.strip(), word.instead.strip()
    if not word.word:
        raise Invalid("jargon_word", _("请填写词语。"))
    word._history_user = actor  # type: ignore[attr-defined]
    word._history_date = now  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            word.save()
    except IntegrityError:
        raise Refused("jargon_taken", _("“%(word)s”已在列表中。"), word=word.word) from None
    return word


def remove_word(word: JargonWord, *, actor: Person, now: datetime) -> None:
    """Its history stays. Raises Forbidden."""
    require_writer(actor)
    word._history_user = actor  # type: ignore[attr-defined]
    word._history_date = now  # type: ignore[attr-defined]
    word.delete()


def _save(
    template: NoticeTemplate,
    words: Mapping[str, str],
    kind: TemplateEventKind,
    *,
    seen: int,
    actor: Person | None,
    now: datetime,
    note: str,
) -> NoticeTemplate:
    require_writer(actor)
    given = checked(words, template.kind, template.case)
    with transaction.atomic(), _locked(template) as row:
        if row.version != seen:
            raise Refused("template_changed", _("模板已被他人修改。请复制您的文字，刷新页面后在最新版本上修改。"))
        if given == words_of(row.versions.get(number=row.version)):
            return row
        row.version = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        row.saved_at = now
        row.save(update_fields=["version", "saved_at"])
        TemplateVersion.objects.create(template=row, number=row.version, **given)
        _write(row, kind, actor, now, note)
    return row


@contextmanager
def _locked(template: NoticeTemplate) -> Iterator[NoticeTemplate]:
    yield NoticeTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)


@contextmanager
def _one_for_each_case() -> Iterator[None]:
    """A transaction; of two active templates for one case the second is refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused("template_taken", _TAKEN) from None


def _write(template: NoticeTemplate, kind: TemplateEventKind, actor: Person | None, now: datetime, text: str) -> None:
    TemplateEvent.objects.create(
        template=template, kind=kind, version=template.version, at=now, actor=actor, text=text.strip()
    )
