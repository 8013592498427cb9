"""What time does with walls: sheets whose incident or date is over come down, and people are told of what is late."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Q

from emergency_ops.lib.wording import listed
from incidents.response.choices import RUNNING_STATUSES, Status
from incidents.response.models import Incident
from notices.printing.walls import history, rules, telling
from notices.printing.walls.choices import STANDING, Ending
from notices.printing.walls.models import Posting

from .carrying import end_quick

log = structlog.get_logger(__name__)

#: groups of late walls that one round of the sweep tells about
MOST: Final = 200
_NAMED: Final = 5

#: notice, incident, region, how often they were told already
Group = tuple[int | None, int | None, str, int]


def end_finished(now: datetime) -> int:
    """Bring in the sheets that no notice stands behind, when their incident is over or their own date has passed; of how many
    incidents. Idempotent, on any number of nodes: what somebody else holds is found again."""
    quick = Posting.objects.filter(notice=None, state__in=STANDING)
    over = quick.exclude(incident__status__in=[*RUNNING_STATUSES, Status.MERGED])
    merged = quick.filter(incident__status=Status.MERGED).exclude(
        incident__merged_into__status__in=[*RUNNING_STATUSES, Status.MERGED]
    )
    done = set((over | merged).order_by().values_list("incident", flat=True))
    for pk, incident in Incident.objects.in_bulk(done).items():
        end_quick(incident, _ending(incident), now=now)
        log.info("walls_ended", incident=pk)
    return len(done) + _end_expired(now)


def _end_expired(now: datetime) -> int:
    sites: dict[int, list[int]] = defaultdict(list)
    expired = Posting.objects.filter(notice=None, state__in=STANDING, expires_at__lte=now)
    for key, site in expired.order_by().values_list("incident", "site"):
        sites[key].append(site)
    for pk, incident in Incident.objects.in_bulk(list(sites)).items():
        end_quick(incident, Ending.EXPIRED, sites=sites[pk], now=now)
    return len(sites)


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
        keys = [posting.pk for posting in late]
        Posting.objects.filter(pk__in=keys).update(calls=calls + 1, call_at=rules.call_again_at(calls + 1, now))
        _write(late, people, now)
    return len(late)


def _write(late: Sequence[Posting], people: Sequence[object], now: datetime) -> None:
    names = [posting.site.name for posting in late[:_NAMED]]
    history.write(
        "wall_late", notice=late[0].notice, incident=late[0].incident, now=now, count=len(late),
        sites=listed(names) + ("…" if len(late) > _NAMED else ""), people=listed(people) or "—",
    )  # fmt: skip
