"""Who says where a notice is shown on screens, and who sees it."""

from typing import Any, Final

from emergency_ops.lib.roles import has_role
from notices.content.access import AUTHORS
from notices.content.choices import PENDING_STATUSES, NoticeStatus
from notices.content.models import Notice
from resources.network.access import sees_region
from resources.network.regions import WHOLE_COUNTRY

OUTLET: Final = "screen"


def is_for_screens(notice: Notice) -> bool:
    """Whether an issued notice may stand on screens: never one of a drill, nor one that was issued without them."""
    return not notice.is_drill and OUTLET in notice.outlets


def may_choose(person: Any, notice: Notice) -> bool:
    """Whether the person says where the notice is shown, while that can still be said."""
    writes = has_role(person, *AUTHORS) and sees_region(person, notice.region_id or WHOLE_COUNTRY)
    is_shown = notice.status == NoticeStatus.ISSUED and is_for_screens(notice)
    return writes and (is_shown or notice.status in PENDING_STATUSES)


def may_retry(person: Any, notice: Notice) -> bool:
    """A text that is to go can be cleared again after the end of its notice too."""
    return has_role(person, *AUTHORS) and sees_region(person, notice.region_id or WHOLE_COUNTRY)
