"""One pass: read what is needed, compare explanations, decide."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from . import failures, faults, silence
from .baseline import Baseline
from .facts import By, Change, Clearing, Group, Heard, Kind, Known, Opening, Outcome, Paid, Rules, Size
from .faults import Trouble
from .masks import Masks
from .reader import Reader
from .reconcile import choose
from .recovery import SURE, PaidMinute, holds_for, is_well, restarts, sureness, without_others

RECOVERY_WINDOW: Final = 3600.0
LARGE: Final = 20_000  # terminals
LAST_MINUTES: Final = 12
LATELY: Final = 2700.0  # a failure that opened within these seconds may still be found to be a wider one


class Pass:
    """What one pass has read and found so far."""

    def __init__(self, reader: Reader, now: float) -> None:
        self.reader = reader
        self.now = now
        self.rules: Rules = reader.rules()
        self.baseline: Baseline = reader.baseline()
        self.known: Sequence[Known] = reader.known()
        self.open = [w for w in self.known if w.open]
        self.sizes = reader.sizes()
        self.restarts = restarts([w for w in self.known if not w.open])
        self.late = self._clocks(reader.late(self.baseline.slack, self.baseline.interval))
        self.troubles = self._fresh(faults.worth_warning(reader.faulty(), self.rules, now)) if self.rules.faults else []
        self.masks = Masks(self.known)
        self.outcome = Outcome()

    def _clocks(self, heard: Sequence[Heard]) -> list[Heard]:
        """Silence before a warning was cleared is explained by it."""
        return [
            replace(h, last=max(h.last, since)) if (since := self.restarts.get(h.place.terminal)) else h for h in heard
        ]

    def _fresh(self, troubles: Sequence[Trouble]) -> list[Trouble]:
        """A fault must have been reported after the warning that explained it was cleared."""
        return [t for t in troubles if t.heard > self.restarts.get(t.place.terminal, 0.0)]

    def members(self, groups: Collection[Group]) -> list[Heard]:
        """The groups' watched terminals, as `Reader.members`."""
        return self._clocks(self.reader.members(groups)) if groups else []

    def covering(self, heard_or_trouble: Heard | Trouble) -> list[Known]:
        """The open warnings that stand for a terminal."""
        return [w for w in self.open if w.covers(heard_or_trouble.place)]


def run(reader: Reader, now: float) -> Outcome:
    """Decide from what is readable now. The decisions are the caller's to write; nothing is remembered between two calls."""
    current = Pass(reader, now)
    _clear(current)
    for openings in (_silent(current), _faulty(current), _failing(current)):
        current.outcome.openings += openings
    return current.outcome


def _silent(current: Pass) -> list[Opening]:
    if not current.rules.silence:
        return []
    now, baseline = current.now, current.baseline
    explained = {
        h.place.terminal for h in current.late if any(w.kind is not Kind.FAILURES for w in current.covering(h))
    }
    free = [
        h for h in current.late if h.place.terminal not in explained and baseline.surprise(now - h.last, h.interval)
    ]
    groups = silence.suspects(free, current.sizes, baseline)
    members = current.members(groups)
    everywhere = explained | {m.place.terminal for m in members if _is_down(current, m)}
    found = silence.together(groups, members, everywhere, baseline, now)
    found += silence.lone(free, baseline, current.rules, now)
    return _absorb_terminals(current, choose(found, members, current.open))


def _is_down(current: Pass, heard: Heard) -> bool:
    return any(w.kind is not Kind.FAILURES for w in current.covering(heard))


def _absorb_terminals(current: Pass, openings: Sequence[Opening]) -> list[Opening]:
    """A terminal that has a warning of its own gets no second one: what it shows further is a sign of the first."""
    kept = []
    for opening in openings:
        own = [w for w in current.open if w.group == opening.hypothesis.group and w.group.by is By.TERMINAL]
        if not own:
            kept.append(opening)
            continue
        terminal = next(iter(opening.hypothesis.shown_by))
        current.outcome.changes.append(Change(own[0].id, signals=((terminal, opening.hypothesis.kind, ""),)))
    return kept


def _faulty(current: Pass) -> list[Opening]:
    free = [t for t in current.troubles if not _is_child(current, t)]
    if not free:
        return []
    groups = faults.suspects(current.troubles, current.sizes)
    groups = {g: codes for g, codes in groups.items() if any(t.place.within(g) for t in free)}
    members = current.members(groups.keys())
    explained = {t.place.terminal for t in current.troubles} - {t.place.terminal for t in free}
    found = faults.alone(free) + faults.together(groups, members, explained)
    return _absorb_terminals(current, choose(found, members, current.open))


def _is_child(current: Pass, trouble: Trouble) -> bool:
    for warning in current.covering(trouble):
        if warning.kind is Kind.FAULT and set(trouble.codes) & warning.codes:
            return True
        if all(meaning.part_of is warning.kind for meaning in trouble.codes.values()):
            return True
        if warning.group.by is By.TERMINAL and warning.kind is Kind.FAULT:
            return True
    return False


def _failing(current: Pass) -> list[Opening]:
    rules, now, baseline = _windows(current), current.now, current.baseline
    if not rules.failures:
        return []
    failing = current.masks.unexplained(current.reader.failing(now - (rules.window + 1) * 60))
    counts = failures.count_failures(failing, rules, now)
    groups = failures.suspects(counts, _sizes(current, counts, failing), baseline, rules, now)
    if not groups:
        return []
    mine = [w for w in current.open if w.kind is Kind.FAILURES]
    known = min((w.opened for w in mine if now - w.opened < LATELY), default=now) - 120
    groups = {group: min(since, known) for group, since in groups.items()} if mine else groups
    payments = current.masks.unexplained(current.reader.payments(groups))
    found = failures.hypotheses(groups, payments, baseline, rules, now)
    found = [h for h in found if mine or not h.growth_only]
    members = current.members({h.group for h in found})
    return _absorb_terminals(current, choose(found, members, mine))


def _windows(current: Pass) -> Rules:
    """In a large fleet the long windows are looked at once a minute; the passes between look at the last minutes only."""
    learned = current.baseline.learned_until
    everything = current.sizes.get(Group(By.NETWORK, "*"), Size(0, 0.0))
    if everything.terminals < LARGE or learned is None or learned // 60 < current.now // 60:
        return current.rules
    return replace(current.rules, window=min(current.rules.window, LAST_MINUTES))


def _sizes(current: Pass, counts: failures.Steps, failing: Sequence[Paid]) -> dict[Group, Size]:
    """The sizes of the groups that have failures: the wide ones, the sites, and each terminal by itself."""
    sites = current.reader.sites({group.key for group in counts if group.by is By.SITE})
    singles = {group.key for group in counts if group.by is By.TERMINAL}
    alone = {paid.place.code: paid.place for paid in failing if paid.place.code in singles}
    return {
        **current.sizes,
        **{Group(By.SITE, code): size for code, size in sites.items()},
        **{Group(By.TERMINAL, code): Size(1, place.hourly) for code, place in alone.items()},
    }


def _clear(current: Pass) -> None:
    standing = [w for w in current.open if w.kind is not Kind.FAILURES]
    members = current.members({w.group for w in standing})
    late = {h.place.terminal for h in current.late if current.baseline.surprise(current.now - h.last, h.interval) > 0}
    for warning in standing:
        showing = late | {
            t.place.terminal for t in current.troubles if warning.kind is Kind.FAULT and set(t.codes) & warning.codes
        }
        _settle(current, warning, members, showing)
    _clear_failures(current, [w for w in current.open if w.kind is Kind.FAILURES])


def _settle(current: Pass, warning: Known, members: Sequence[Heard], showing: set[int]) -> None:
    mine = [m for m in members if m.place.terminal in warning.terminals]
    _hold(current, warning, is_well(warning, mine, showing), holds_for(mine))


def _hold(current: Pass, warning: Known, well: bool, seconds: float) -> None:
    """Clear a warning once it has been well for so long; a relapse before starts the time anew."""
    since = warning.memory.get("well_since")
    if not well:
        if since is not None:
            current.outcome.changes.append(Change(warning.id, memory={"well_since": None}))
    elif since is None:
        current.outcome.changes.append(Change(warning.id, memory={"well_since": current.now}))
    elif current.now - since >= seconds:
        current.outcome.clearings.append(Clearing(warning.id, "well"))


def _clear_failures(current: Pass, warnings: Sequence[Known]) -> None:
    if not warnings:
        return
    since = {w.group: max(w.opened, current.now - RECOVERY_WINDOW) for w in warnings}
    minutes = current.reader.recovering(since)
    for warning in warnings:
        rows = without_others(warning, minutes.get(warning.group, ()), current.known)
        paid = _by_minute(rows, current.baseline)
        well = sureness(paid, warning.failed, warning.tried) >= SURE
        _hold(current, warning, well, current.rules.recovery_seconds)


def _by_minute(rows: Sequence[tuple[float, str, int, int]], baseline: Baseline) -> list[PaidMinute]:
    merged: dict[float, PaidMinute] = {}
    for minute, method, ok, failed in rows:
        old = merged.get(minute, PaidMinute(minute, 0, 0, 0.0))
        usual = old.usual + (ok + failed) * baseline.failure_rate(method)
        merged[minute] = PaidMinute(minute, old.ok + ok, old.failed + failed, usual)
    return [merged[minute] for minute in sorted(merged)]
