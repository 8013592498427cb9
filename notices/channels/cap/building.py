"""From a notice to a CAP message. Pure: plain values in, an Alert out; every notice gives a valid one.

- A notice is an Alert where nothing stands that it replaces: neither cancelled nor past its `expires`.
- Else it is an Update that refers to all that stands, whatever its kind: an Alert would leave the others standing beside it, and
  receivers drop an Update of what they do not have.
- An all-clear is an Update too, with responseType AllClear. CAP 1.2 lets an Update replace the earlier messages with what holds now,
  and defines AllClear as "no longer a threat, follow the instruction": it is news with a text of its own that has to be shown. A
  Cancel only takes messages back, which receivers do by removing them: nobody would read that the terminals work again.
- A notice that is withdrawn, or ended before its `expires`, is a Cancel that says so. What has expired by itself needs none, and CAP
  wants none for it.
- A drill is an Exercise for those who take part: Restricted, with its number in the note, and without an address for the public.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from notices.content.choices import NoticeKind
from notices.content.told import Told, Words

from .alert import Alert, Info, Reference
from .areas import Ground, areas

TAGS: Final = {"zh-hans": "zh-CN", "en": "en"}
_EVENTS: Final = {
    "zh-hans": ("自助缴费服务中断", "自助缴费终端检修"),
    "en": ("Self-service payment outage", "Planned maintenance of self-service payment"),
}
_PREFIX: Final = {"zh-hans": "【演练】", "en": "[EXERCISE] "}
_CANCELLED: Final = {"zh-hans": "已撤回：", "en": "Withdrawn: "}
#: of what was withdrawn, of what was replaced. For everybody, so without what people wrote to each other about it
_WHY: Final = {
    "zh-hans": ("本公告已提前撤回，不再有效。", "本公告已由新公告替代。"),
    "en": (
        "This notice was withdrawn before its time and is no longer valid.",
        "This notice was replaced by another one.",
    ),
}
_EXERCISE: Final = "应急演练，不是真实事件 Exercise, not a real event"
_TAKE_PART: Final = "仅限演练参加人员 Exercise participants only"
_LABELS: Final = {
    "zh-hans": ("预计恢复：", "现金缴费：", "请携带：", "优先服务：", "应急热线 "),
    "en": ("Expected back: ", "Cash: ", "Please bring: ", "Priority service: ", "Hotline "),
}
_SEVERITY: Final = {"I": "Moderate", "II": "Moderate"}
_SOON: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message has that its notice has not. references: what it replaces or takes back."""

    identifier: str
    sender: str
    sent: datetime
    references: Sequence[Reference] = ()


def identifier(number: str, count: int) -> str:
    """Of the notice's message number `count`, from 1: FB-20261123-001.1."""
    return f"{number}.{count}"


def issued(told: Told, ground: Ground, envelope: Envelope) -> Alert:
    kind = "Update" if envelope.references else "Alert"
    infos = [_info(told, ground, envelope.sent, language) for language in _languages(told)]
    return _alert(told, envelope, kind, _drill_note(told), infos)


def cancelled(told: Told, ground: Ground, envelope: Envelope, *, is_replaced: bool = False) -> Alert:
    """The envelope has to have references: there is no Cancel of nothing."""
    why = " ".join(_WHY[language][is_replaced] for language in _WHY)
    note = "\n".join(filter(None, (_drill_note(told), why)))
    infos = [_cancelling_info(told, ground, envelope.sent, language, is_replaced) for language in _languages(told)]
    return _alert(told, envelope, "Cancel", note, infos)


def _alert(told: Told, envelope: Envelope, kind: str, note: str, infos: Sequence[Info]) -> Alert:
    return Alert(
        identifier=envelope.identifier,
        sender=envelope.sender,
        sent=envelope.sent,
        status="Exercise" if told.is_drill else "Actual",
        msg_type=kind,
        note=note,
        references=envelope.references,
        incident=told.incident,
        infos=infos,
        scope="Restricted" if told.is_drill else "Public",
        restriction=_TAKE_PART if told.is_drill else "",
    )


def _languages(told: Told) -> list[str]:
    return [language for language in TAGS if language in told.words]


def _drill_note(told: Told) -> str:
    return f"{_EXERCISE}: {told.incident or told.number}" if told.is_drill else ""


def _info(told: Told, ground: Ground, sent: datetime, language: str) -> Info:
    words = told.words[language]
    urgency = _urgency(told, sent)
    return Info(
        language=TAGS[language],
        event=_event(told, language),
        response=_response(told, urgency),
        urgency=urgency,
        severity=_SEVERITY.get(told.grade, "Minor"),
        certainty="Likely" if told.kind == NoticeKind.MAINTENANCE else "Observed",
        sender_name=told.organisation,
        headline=_headline(told, words, language),
        description=_description(words, language),
        instruction=_instruction(words, language),
        web="" if told.is_drill else told.url,
        contact=_LABELS[language][4] + told.hotline,
        effective=sent,
        onset=told.began_at,
        expires=_expires(told, sent),
        parameters=_parameters(told, ground),
        areas=areas(told, ground, language),
    )


def _cancelling_info(told: Told, ground: Ground, sent: datetime, language: str, is_replaced: bool) -> Info:
    """What was taken back, so that people can tell; nothing is claimed or advised any more."""
    return Info(
        language=TAGS[language],
        event=_event(told, language),
        response="None",
        urgency="Past",
        severity=_SEVERITY.get(told.grade, "Minor"),
        certainty="Unknown",
        sender_name=told.organisation,
        headline=_headline(told, told.words[language], language, _CANCELLED[language]),
        description=_WHY[language][is_replaced],
        instruction="",
        web="" if told.is_drill else told.url,
        contact=_LABELS[language][4] + told.hotline,
        effective=sent,
        expires=_expires(told, sent),
        parameters=_parameters(told, ground),
        areas=areas(told, ground, language),
    )


def _event(told: Told, language: str) -> str:
    return _EVENTS[language][told.kind == NoticeKind.MAINTENANCE]


def _urgency(told: Told, sent: datetime) -> str:
    if told.kind == NoticeKind.ALL_CLEAR:
        return "Past"
    if told.began_at <= sent:
        return "Immediate"
    return "Expected" if told.began_at - sent <= _SOON else "Future"


def _response(told: Told, urgency: str) -> str:
    """Avoid: use the substitutes of the instruction instead of the terminals. Prepare: do so in time."""
    if told.kind == NoticeKind.ALL_CLEAR:
        return "AllClear"
    return "Avoid" if urgency == "Immediate" else "Prepare"


def _expires(told: Told, sent: datetime) -> datetime | None:
    return told.expires_at if told.expires_at > sent else None


def _headline(told: Told, words: Words, language: str, before: str = "") -> str:
    prefix = _PREFIX[language] if told.is_drill else ""
    return f"{prefix}{before}{words.title.removeprefix(prefix)}"


def _description(words: Words, language: str) -> str:
    return "\n".join(filter(None, (words.lead, _labelled(_LABELS[language][0], words.until))))


def _instruction(words: Words, language: str) -> str:
    _until, cash, bring, priority, _hotline = _LABELS[language]
    rows = (
        *words.ways,
        _labelled(cash, words.cash),
        _labelled(bring, words.bring),
        _labelled(priority, words.priority),
    )
    return "\n".join(filter(None, rows))


def _labelled(label: str, text: str) -> str:
    return label + text if text.strip() else ""


def _parameters(told: Told, ground: Ground) -> list[tuple[str, str]]:
    terminals = sum(site.affected for site in told.sites)
    return [
        ("NOTICE", told.number),
        ("GRADE", told.grade),
        ("PAYMENT_METHOD", ground.payment_method),
        ("TERMINALS", str(terminals) if terminals else ""),
    ]
