"""What may become of a terminal. Pure."""

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Invalid, Refused

from .choices import TerminalStatus as Status

#: a scrapped terminal that is put up again is checked as a reserve first
ALLOWED: dict[str, frozenset[str]] = {
    Status.IN_SERVICE: frozenset({Status.STANDBY, Status.MAINTENANCE, Status.RETIRED}),
    Status.STANDBY: frozenset({Status.IN_SERVICE, Status.MAINTENANCE, Status.RETIRED}),
    Status.MAINTENANCE: frozenset({Status.IN_SERVICE, Status.STANDBY, Status.RETIRED}),
    Status.RETIRED: frozenset({Status.STANDBY}),
}
#: nobody is called for a terminal in these, so somebody has to say why
NEEDS_REASON = frozenset({Status.MAINTENANCE, Status.RETIRED})
REASON_LENGTH = 100


def check_status_change(present: str, wanted: str, reason: str) -> None:
    """Raises Refused where the change is not possible and Invalid where its reason is missing or too long."""
    if wanted not in ALLOWED[present]:
        labels = {"present": Status(present).label, "wanted": Status(wanted).label}
        raise Refused("terminal_status", _("终端不能从“%(present)s”改为“%(wanted)s”。"), **labels)
    if wanted in NEEDS_REASON and not reason.strip():
        raise Invalid("terminal_status_reason", _("改为“%(wanted)s”需要写明原因。"), wanted=Status(wanted).label)
    if len(reason) > REASON_LENGTH:
        raise Invalid("terminal_status_reason_long", _("原因最多 %(limit)d 个字。"), limit=REASON_LENGTH)
