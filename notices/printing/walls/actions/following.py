"""What time does with walls: sheets whose incident or date is over come down, and people are told of what is late."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Q

from emergency_ops.lib.wording import listed
from incidents.response.choices import RUNNING_STATUSES, Status
from incidents.response.models import Incident
from notices.content.choices import NoticeStatus
from notices.content.models import Notice
from notices.printing.walls import history, rules, telling
from notices.printing.walls.choices import ENDINGS, STANDING, Ending
from notices.printing.walls.models import Posting

from .carrying import end as carry_end
from .carrying import end_quick

log = structlog.get_logger(__name__)

#: groups of late walls that one round of the sweep tells about
MOST: Final = 200
_NAMED: Final = 5

#: notice, incident, region, how often they were told already
Group = tuple[int | None, int | None, str, int]
End = partial[None]


def end_finished(now: datetime) -> int:
    """Bring in the sheets that nothing stands behind any more; of how many incidents and notices. Idempotent, on any number of
    nodes: what somebody else holds is found again. One that fails keeps no other from it."""
    return sum(_tried(end, now) for end in (*_over(), *_expired(now), *_left_behind()))


def _over() -> list[End]:
    """Of sheets without a notice whose incident, or the one that it became a part of, is over."""
    quick = Posting.objects.filter(notice=None, state__in=STANDING).exclude(incident__status__in=RUNNING_STATUSES)
    found = Incident.objects.filter(pk__in=quick.order_by().values("incident")).select_related("merged_into")
    roots = [(incident, _root(incident)) for incident in found]
    return [
        partial(end_quick, incident, _ending(root)) for incident, root in roots if root.status not in RUNNING_STATUSES
    ]


def _expired(now: datetime) -> list[End]:
    """Of those whose own date has passed."""
    sites: dict[int, list[int]] = defaultdict(list)
    expired = Posting.objects.filter(notice=None, state__in=STANDING, expires_at__lte=now)
    for key, site in expired.order_by().values_list("incident", "site"):
        sites[key].append(site)
    found = Incident.objects.in_bulk(list(sites))
    return [partial(end_quick, incident, Ending.EXPIRED, sites=sites[pk]) for pk, incident in found.items()]


def _left_behind() -> list[End]:
    """Of notices that ended without the walls being told: nobody meant them for paper, and somebody printed them all the same."""
    standing = Posting.objects.filter(notice__status__in=list(ENDINGS), state__in=STANDING)
    found = Notice.objects.filter(pk__in=standing.order_by().values("notice")).select_related("incident")
    return [partial(carry_end, notice, ending=ENDINGS[NoticeStatus(notice.status)], actor=None) for notice in found]


def _tried(end: End, now: datetime) -> bool:
    try:
        end(now=now)
    except Exception:
        log.exception("walls_not_ended", of=str(end.args[0]))
        return False
    log.info("walls_ended", of=str(end.args[0]))
    return True


def _root(incident: Incident) -> Incident:
    while incident.merged_into is not None:
        incident = incident.merged_into
    return incident


def _ending(incident: Incident) -> Ending:
    return Ending.FALSE_ALARM if incident.status == Status.FALSE_ALARM else Ending.CLEARED


def call_late(now: datetime) -> int:
    """Tell whoever answers for them about the walls that are late; how many walls. One group that fails keeps no other from it."""
    due = Posting.objects.filter(call_at__lte=now).order_by()
    groups = due.values_list("notice", "incident", "site__region", "calls").distinct()[:MOST]
    told = 0
    for group in groups:
        try:
            told += _call(group, now)
        except Exception:
            log.exception("call_late_failed", group=group)
    return told


def _call(group: Group, now: datetime) -> int:
    """One message for a group of walls; they are claimed, so that no other node tells of them as well."""
    notice, incident, region, calls = group
    rows = Posting.objects.filter(
        Q(notice=notice), Q(incident=incident), site__region=region, calls=calls, call_at__lte=now
    ).select_related("site", "notice", "incident__region", "incident__policy_version")
    with transaction.atomic():
        late = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
        if not late:
            return 0
        people = telling.whom(late, calls, now)
        telling.late(late, people, now)
        for posting in late:
            posting.calls = calls + 1
            posting.call_at = rules.call_again_at(calls + 1, now, posting.site.opening_hours)
        Posting.objects.bulk_update(late, ["calls", "call_at"], batch_size=500)
        _write(late, people, now)
    return len(late)


def _write(late: Sequence[Posting], people: Sequence[object], now: datetime) -> None:
    names = [posting.site.name for posting in late[:_NAMED]]
    history.write(
        "wall_late", notice=late[0].notice, incident=late[0].incident, now=now, count=len(late),
        sites=listed(names) + ("…" if len(late) > _NAMED else ""), people=listed(people) or "—",
    )  # fmt: skip
