"""A person ends an incident although the reports say that it goes on: only with a reason, and not for ever."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from emergency_ops.lib.errors import Refused
from incidents.response import queries
from incidents.response.access import require_command
from incidents.response.choices import EntryKind, Status
from incidents.response.rules.duties import RECHECK, RECHECK_AFTER

from . import duties
from .moving import Move


def require_reason(move: Move, reason: str) -> int:
    """How many terminals the reports say are down. Raises Refused when there are any and no reason overrules that.

    Raises Forbidden for whoever neither coordinates nor commands it; before it is confirmed, who finds no fault may say so.
    """
    down = queries.reported_down(move.incident)
    if down and not reason.strip():
        raise Refused(
            "reported_down",
            ngettext_lazy(
                "上报显示仍有%(terminals)s台终端未恢复。确已结束的，请填写与上报不符的理由；否则请等上报恢复。",
                "上报显示仍有%(terminals)s台终端未恢复。确已结束的，请填写与上报不符的理由；否则请等上报恢复。",
                "terminals",
            ),
            terminals=down,
        )
    if down and move.incident.status != Status.SUSPECTED:
        refusal = _("上报显示仍有终端未恢复。只有总指挥、值班经理或本事件的指挥可以在说明理由后结束事件，请联系他们。")
        require_command(move.actor, move.incident, refusal)
    return down


def tell_end(move: Move, kind: EntryKind, code: str, *texts: str, down: int, **params: str) -> None:
    """Write the end; one that contradicts the reports says so and is looked at again."""
    text = "\n".join(part.strip() for part in texts if part.strip())
    if not down:
        move.write(kind, code, text, **params)
        return
    after = RECHECK_AFTER[move.incident.status]
    minutes = int(after.total_seconds() // 60)
    move.write(kind, f"{code}_overruling", text, **params, terminals=down, minutes=minutes)
    duties.schedule_next(move.incident, RECHECK, move.now + after)
