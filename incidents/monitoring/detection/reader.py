"""What detection asks of the outside; the database answers in production, a few lists in tests."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from .baseline import Baseline
from .facts import Faulty, Gaps, Group, Heard, Known, Paid, Rules, Size


class Reader(Protocol):
    """Evidence at one moment. "Watched" means in service, at a site that is open, and heard of at least once."""

    def rules(self) -> Rules: ...

    def baseline(self) -> Baseline: ...

    def known(self) -> Sequence[Known]:
        """Open warnings, and those cleared within the longest window."""

    def sizes(self) -> Mapping[Group, Size]:
        """The wide groups (line, version, region, release, network) of terminals in service at open sites."""

    def sites(self, codes: Collection[str]) -> Mapping[str, Size]:
        """The terminals in service of some sites, by the sites' codes."""

    def late(self, slack: float, shortest: float) -> Sequence[Heard]:
        """Watched terminals whose report is overdue by more than `slack` seconds and a twentieth of their interval.

        `shortest` is an interval below which only few terminals report.
        """

    def members(self, groups: Collection[Group]) -> Sequence[Heard]:
        """The watched terminals of any of the groups; for a group with a method those that take it."""

    def faulty(self) -> Sequence[Faulty]:
        """Watched terminals whose newest report is not all right."""

    def failing(self, since: float) -> Sequence[Paid]:
        """Minutes with failed payments."""

    def payments(self, groups: Mapping[Group, float]) -> Sequence[Paid]:
        """Every minute with payments of each group from its moment on."""

    def recovering(self, groups: Mapping[Group, float]) -> Mapping[Group, Sequence[tuple[float, str, int, int]]]:
        """(minute, method, ok, failed) of each group as a whole, from its moment on, in order of time."""

    def gaps(self, since: float, leave_out: Collection[int]) -> Gaps:
        """Pauses that ended since then, without those of some terminals."""

    def totals(self, since: float, until: float, leave_out: Iterable[Known]) -> Mapping[str, tuple[int, int]]:
        """{method: (ok, failed)} of whole minutes, without the payments that some warnings explain."""
