"""What has changed between two bases (see facts.bases), and how it is told. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from . import scene_en, scene_zh, wording
from .choices import ChangeReason, Language
from .scene import Stand

#: a share of the terminals; one that comes and goes is no news
TERMINALS_MATTER: Final = 0.2
TIME_MATTERS: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Differences:
    """before and after of what differs enough to be told; None where it does not."""

    sites: tuple[int, int] | None = None
    terminals: tuple[int, int] | None = None
    expected_until: tuple[datetime | None, datetime | None] | None = None
    came: tuple[Stand, ...] = ()
    went: tuple[Stand, ...] = ()

    @property
    def reason(self) -> ChangeReason | None:
        """The weightiest; None where nothing is to be told."""
        if self.sites or self.terminals:
            return ChangeReason.SCOPE
        if self.expected_until:
            return ChangeReason.TIME
        return ChangeReason.WAYS if self.came or self.went else None


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """What matters: other sites, terminals by a fifth or more, the expected end by a quarter of an hour, a way that came or went.

    A basis that was not noted ({}) differs in nothing.
    """
    if not before or not after:
        return Differences()
    ways = [stands(basis) for basis in (before, after)]
    other_sites = before["sites_hash"] != after["sites_hash"]
    return Differences(
        sites=(before["sites"], after["sites"]) if other_sites else None,
        terminals=_terminals(before["terminals"], after["terminals"]),
        expected_until=_ends(_moment(before["expected_until"]), _moment(after["expected_until"])),
        came=tuple(way for way in ways[1] if way not in ways[0]),
        went=tuple(way for way in ways[0] if way not in ways[1]),
    )


def stands(basis: Mapping[str, Any]) -> list[Stand]:
    """The ways of a basis."""
    return [_stand(code) for code in basis.get("ways", ())]


def told(found: Differences, language: str) -> list[str]:
    """The differences in words for the public, the weightiest first."""
    return _told_zh(found) if language == Language.ZH else _told_en(found)


def sentence(found: Differences, language: str) -> str:
    """All of them in one; that work goes on where nothing has changed."""
    said = _in_a_notice(found, language)
    if language == Language.ZH:
        return "；".join(said) or "目前情况没有变化"
    return "; ".join(said) or "Nothing has changed so far"


def _in_a_notice(found: Differences, language: str) -> list[str]:
    """The same for a text that names the new expected end by itself: here only that it is known, moved or open."""
    said = told(replace(found, expected_until=None), language)
    if found.expected_until is None:
        return said
    former, new = found.expected_until
    end = _end_zh(former, new) if language == Language.ZH else _end_en(former, new)
    return [*said, end]


def _end_zh(former: datetime | None, new: datetime | None) -> str:
    if former and new:
        return f"恢复时间有调整（原定{wording.moment(former)}）"
    return "恢复时间已确定" if new else "恢复时间暂不确定"


def _end_en(former: datetime | None, new: datetime | None) -> str:
    if former and new:
        return f"The expected end was {scene_en.moment(former)} before"
    return "The expected end is known now" if new else "The expected end is not known any more"


def _told_zh(found: Differences) -> list[str]:
    said = []
    if found.sites:
        said.append(_moved_zh("受影响网点", "个", *found.sites))
    if found.terminals:
        said.append(_moved_zh("停用终端", "台", *found.terminals))
    if found.expected_until:
        former, new = (wording.moment(at) if at else "" for at in found.expected_until)
        if former and new:
            said.append(f"预计恢复时间由{former}改为{new}")
        else:
            said.append(f"预计{new}前恢复" if new else "恢复时间暂不确定")
    said += [f"新增{scene_zh.way(way)}" for way in found.came]
    return said + [f"停止{scene_zh.way(way)}" for way in found.went]


def _moved_zh(what: str, unit: str, before: int, after: int) -> str:
    if before == after:
        return f"{what}有调整，仍为{after}{unit}"
    return f"{what}由{before}{unit}{'增至' if after > before else '减至'}{after}{unit}"


def _told_en(found: Differences) -> list[str]:
    said = []
    if found.sites:
        said.append(_moved_en("Sites affected", *found.sites))
    if found.terminals:
        said.append(_moved_en("Terminals out of service", *found.terminals))
    if found.expected_until:
        former, new = (scene_en.moment(at) if at else "" for at in found.expected_until)
        if former and new:
            said.append(f"Expected end moved from {former} to {new}")
        else:
            said.append(f"Expected end: {new}" if new else "The expected end is not known any more")
    said += [f"New: {scene_en.way(way)}" for way in found.came]
    return said + [f"No longer: {scene_en.way(way)}" for way in found.went]


def _moved_en(what: str, before: int, after: int) -> str:
    return f"{what}: others than before, still {after}" if before == after else f"{what}: {after}, before {before}"


def _terminals(before: int, after: int) -> tuple[int, int] | None:
    if before == after or abs(after - before) < TERMINALS_MATTER * max(before, 1):
        return None
    return before, after


def _ends(before: datetime | None, after: datetime | None) -> tuple[datetime | None, datetime | None] | None:
    if before is None or after is None:
        return None if before == after else (before, after)
    return (before, after) if abs(after - before) >= TIME_MATTERS else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _stand(row: Sequence[str]) -> Stand:
    kind, site, place, hours = row
    return Stand(kind, place, hours, site)
