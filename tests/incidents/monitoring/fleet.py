"""A fleet in memory: what detection reads, without a database. Time is seconds since an arbitrary zero."""

from collections import defaultdict
from dataclasses import replace

from incidents.monitoring.detection import engine
from incidents.monitoring.detection.baseline import LATENESS_STEPS, Baseline
from incidents.monitoring.detection.facts import By, Faulty, Gaps, Group, Heard, Kind, Known, Paid, Place, Rules, Size

METHODS = ("wechat", "alipay", "cash")
WIDE = (By.LINE, By.VERSION, By.REGION, By.RELEASE, By.NETWORK)


class Fleet:
    """Six sites of five terminals on three lines in one region, two versions; everybody reports each minute and fails 1 %."""

    def __init__(self, now=100_000.0):
        self.now = now
        self.ruleset = Rules()
        self.learned = Baseline(reports=20_000, lost=120, traffic=dict.fromkeys(METHODS, 5.0))
        self.learned.paid, self.learned.failed = dict.fromkeys(METHODS, 2_000.0), dict.fromkeys(METHODS, 20.0)
        self.places = [self._place(site, number) for site in range(6) for number in range(5)]
        self.last = {p.code: now - 2 * i for i, p in enumerate(self.places)}
        self.broken: dict[str, Faulty] = {}
        self.paid: list[Paid] = []
        self.warnings: list[Known] = []

    def _place(self, site, number):
        code = f"s{site}-{number}"
        return Place(5 * site + number, code, f"s{site}", "310101", f"line{site // 2}", f"4.2.{number % 2}", 30.0)

    # ---- what happens

    def silence(self, *codes, seconds):
        for place in self._find(codes):
            self.last[place.code] = self.now - seconds

    def fault(self, *codes, since=30.0, device="online", link="ok", **components):
        parts = {part: ("failed", code) for part, code in components.items()}
        for place in self._find(codes):
            heard = self.last[place.code]
            self.broken[place.code] = Faulty(place, heard, self.now - since, device, link, parts)

    def heal(self, *codes):
        for place in self._find(codes):
            self.broken.pop(place.code, None)
            self.last[place.code] = self.now

    def pay(self, *codes, ok=0, failed=0, method="wechat", minutes_ago=1):
        minute = (self.now - minutes_ago * 60) // 60 * 60
        self.paid += [Paid(place, method, minute, ok, failed) for place in self._find(codes)]

    def pass_time(self, seconds, *but):
        """Everybody goes on reporting, except those."""
        dead = {place.code for place in self._find(but)} if but else set()
        self.now += seconds
        self.last = {code: last if code in dead else self.now - 5 for code, last in self.last.items()}
        self.broken = {code: replace(f, heard=self.last[code]) for code, f in self.broken.items()}

    def _find(self, codes):
        """Terminals by code, or by the beginning of it."""
        return [p for p in self.places if any(p.code == code or p.code.startswith(f"{code}-") for code in codes)]

    # ---- a pass

    def run(self):
        outcome = engine.run(self, self.now)
        for clearing in outcome.clearings:
            self._replace(clearing.warning, cleared=self.now)
        for opening in outcome.openings:
            self._open(opening)
        for change in outcome.changes:
            if change.memory:
                memory = {**self._get(change.warning).memory, **change.memory}
                self._replace(change.warning, memory=memory)
        return outcome

    def _open(self, opening):
        h = opening.hypothesis
        memory = {"codes": sorted(h.codes), "failed": h.failed, "tried": h.tried, "methods": h.methods}
        fields = {"kind": h.kind, "group": h.group, "scope": opening.scope, "category": h.category, "memory": memory}
        if opening.warning is None:
            number = len(self.warnings) + 1
            known = Known(number, began=h.began, opened=self.now, cleared=None, terminals=opening.terminals, **fields)
            self.warnings.append(known)
        else:
            self._replace(opening.warning, terminals=opening.terminals, **fields)
            for part in opening.absorbs:
                self._replace(part, cleared=self.now)

    def _get(self, number):
        return self.warnings[number - 1]

    def _replace(self, number, **fields):
        self.warnings[number - 1] = replace(self._get(number), **fields)

    def open_groups(self):
        return [str(w.group) for w in self.warnings if w.open]

    # ---- the reader

    def rules(self):
        return self.ruleset

    def baseline(self):
        return self.learned

    def known(self):
        return self.warnings

    def sizes(self):
        counts = defaultdict(int)
        for place in self.places:
            for by in WIDE:
                counts[place.group(by)] += 1
        return {group: Size(count, 30.0 * count) for group, count in counts.items()}

    def sites(self, codes):
        return {code: Size(5, 150.0) for code in codes}

    def late(self, slack, shortest):
        return [h for h in self._heard() if self.now - h.last > 1.05 * h.interval + slack]

    def members(self, groups):
        return [h for h in self._heard() if any(h.place.within(group) for group in groups)]

    def _heard(self):
        return [Heard(place, self.last[place.code], 60.0, METHODS) for place in self.places]

    def faulty(self):
        return list(self.broken.values())

    def failing(self, since):
        return [paid for paid in self.paid if paid.failed and paid.minute >= since]

    def payments(self, groups):
        return [p for p in self.paid if any(p.place.within(g) and g.method in ("", p.method) for g in groups)]

    def recovering(self, groups):
        rows = {group: [] for group in groups}
        for paid in sorted(self.paid, key=lambda p: p.minute):
            for group, since in groups.items():
                if paid.minute >= since and paid.place.within(group) and group.method in ("", paid.method):
                    rows[group].append((paid.minute, paid.method, paid.ok, paid.failed))
        return rows

    def gaps(self, since, leave_out):
        return Gaps([0] * (len(LATENESS_STEPS) + 1), [], None)

    def totals(self, since, until, leave_out):
        return {}


__all__ = ["By", "Fleet", "Group", "Kind"]
