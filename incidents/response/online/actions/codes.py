"""Emergency payment codes: made when an online substitute is prepared, prolonged, revoked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from emergency_ops.lib.errors import Invalid, Refused
from incidents.response.access import require_place
from incidents.response.actions.moving import Move, moving
from incidents.response.actions.substitutes import changing_place, tell
from incidents.response.choices import EntryKind, SubstituteKind, SubstituteStatus
from incidents.response.models import Incident, Substitute
from incidents.response.online import rules
from incidents.response.online.models import EmergencyCode
from incidents.response.online.queries import valid_at
from incidents.response.online.signing import new_code
from incidents.response.posts import acting_for
from incidents.response.rules.transitions import Verb
from resources.network.models import Site, Terminal
from resources.staff.models import Person

ALL_SERVICES = "all"
_OFFERED = (SubstituteStatus.READY, SubstituteStatus.SERVING)
_LONGEST_REASON = 200


def follow(substitute: Substitute, *, actor: Person, now: datetime) -> None:
    """Codes come when the substitute is ready or serves, and go when it is withdrawn. In the transaction of that change."""
    move = Move(substitute.incident, actor, acting_for(actor, substitute.incident, now), now)
    if substitute.status in _OFFERED:
        _prepare(move, substitute)
    elif substitute.status == SubstituteStatus.WITHDRAWN:
        _revoke(
            move,
            substitute.codes.all(),
            _in_chinese(_("替代方案已撤除")),
            where=substitute.place,
            substitute=substitute,
        )


def _prepare(move: Move, substitute: Substitute) -> None:
    """Its site's code, or one for all and one for each site affected, as far as they are not there."""
    sites: list[int | None] = [substitute.site_id]
    if substitute.site_id is None:
        sites += move.incident.terminals.order_by().values_list("site", flat=True).distinct()
    made = _make(move, substitute, sites)
    if made:
        _tell_made(move, substitute, made)


def make_codes(substitute: Substitute, *, actor: Person, now: datetime) -> int:
    """Codes for the sites that have been affected since, and anew where they were revoked; how many.

    Raises Forbidden, or Refused for a substitute that is not ready, withdrawn, or no online one.
    """
    with _arranging(substitute, actor, now) as (move, row):
        before = row.codes.count()
        _prepare(move, row)
        return row.codes.count() - before


def add_code(
    substitute: Substitute, terminal: Terminal, service: str = ALL_SERVICES, *, actor: Person, now: datetime
) -> EmergencyCode:
    """A code for one terminal of the incident, and perhaps one service. Raises Invalid for another's terminal."""
    with _arranging(substitute, actor, now) as (move, row):
        affected = move.incident.terminals.filter(terminal=terminal).exists()
        if not affected or row.site_id not in (None, terminal.site_id):
            raise Invalid("terminal", _("该终端不在替代方案的范围内。"))
        require_place(actor, move.incident, terminal.site)
        made = _make(move, row, [terminal.site_id], terminal=terminal, service=service.strip() or ALL_SERVICES)
        if not made:
            raise Refused("code_exists", _("该终端的这个业务已有有效的二维码。"))
        _tell_made(move, row, made)
        return made[0]


def prolong(substitute: Substitute, until: datetime, *, actor: Person, now: datetime) -> int:
    """Another expiry for all codes of the substitute that are not revoked; how many. Raises Invalid for a time out of reason."""
    if not now < until <= now + rules.LONGEST:
        raise Invalid("until", _("有效期应在现在之后、30天之内。"))
    with _arranging(substitute, actor, now) as (move, row):
        count = row.codes.filter(revoked_at=None).update(expires_at=until)
        if not count:
            raise Refused("no_codes", _("没有可延长的二维码，请先生成。"))
        tell(move, row, "codes_prolonged", count=count, until=until.isoformat())
        return count


def revoke(code: EmergencyCode, reason: str, *, actor: Person, now: datetime) -> EmergencyCode:
    """This code leads nowhere but to the public guidance from now on. Raises Invalid without a reason."""
    with _revoking(code.substitute.incident, reason, actor, now) as move:
        require_place(actor, move.incident, code.site or code.substitute.site)
        if not _revoke(
            move, EmergencyCode.objects.filter(pk=code.pk), reason, where=_where(code), substitute=code.substitute
        ):
            raise Refused("code_revoked", _("这个二维码已经作废。"))
    code.refresh_from_db()
    return code


def revoke_at_site(incident: Incident, site: Site, reason: str, *, actor: Person, now: datetime) -> int:
    """All codes of the incident at a site, for example because one was pasted over there; how many."""
    with _revoking(incident, reason, actor, now) as move:
        require_place(actor, move.incident, site)
        rows = EmergencyCode.objects.filter(substitute__incident=move.incident, site=site)
        return _revoke(move, rows, reason, where=site.name)


def revoke_all(incident: Incident, reason: str, *, actor: Person, now: datetime) -> int:
    """All codes of the incident, for example because the payment page is not what it should be; how many."""
    with _revoking(incident, reason, actor, now) as move:
        require_place(actor, move.incident, None)
        rows = EmergencyCode.objects.filter(substitute__incident=move.incident)
        return _revoke(move, rows, reason, where=move.incident.number)


def end(move: Move) -> None:
    """The incident is over: no code of it may be paid with any more."""
    rows = EmergencyCode.objects.filter(substitute__incident=move.incident)
    _revoke(move, rows, _in_chinese(_("事件已结束")), where=move.incident.number)


def _make(
    move: Move,
    substitute: Substitute,
    sites: Sequence[int | None],
    *,
    terminal: Terminal | None = None,
    service: str = ALL_SERVICES,
) -> list[EmergencyCode]:
    """Codes for those of the sites that have none that is valid; one that has expired is revoked and replaced."""
    mine = substitute.codes.filter(terminal=terminal, service=service)
    present = set(mine.filter(valid_at(move.now)).values_list("site_id", flat=True))
    wanted = [site for site in dict.fromkeys(sites) if site not in present]
    mine.filter(revoked_at=None, expires_at__lte=move.now).update(
        revoked_at=move.now, revoked_for=_in_chinese(_("已过期，由新的二维码代替"))
    )
    expires = rules.expires_at(move.incident.expected_until, move.now)
    return EmergencyCode.objects.bulk_create(
        EmergencyCode(
            code=new_code(),
            substitute=substitute,
            site_id=site,
            terminal=terminal,
            service=service,
            expires_at=expires,
            created_at=move.now,
            created_by=move.actor,
        )
        for site in wanted
    )


def _revoke(
    move: Move, rows: QuerySet[EmergencyCode], reason: str, *, where: str, substitute: Substitute | None = None
) -> int:
    """`substitute`: whose history tells it too, where all of them are its."""
    count = rows.filter(revoked_at=None).update(
        revoked_at=move.now, revoked_by=move.actor, revoked_for=reason.strip()[:_LONGEST_REASON]
    )
    if count:
        whose = {"substitute": substitute.pk} if substitute else {}
        move.write(EntryKind.SUBSTITUTE, "codes_revoked", reason, count=count, where=where, **whose)
    return count


def _tell_made(move: Move, substitute: Substitute, made: Sequence[EmergencyCode]) -> None:
    until = made[0].expires_at.isoformat()
    tell(move, substitute, "codes_made", count=len(made), until=until)


def _in_chinese(text: Promise) -> str:
    """What is kept is Chinese, whoever's page it was."""
    with override(settings.LANGUAGE_CODE):
        return str(text)


def _where(code: EmergencyCode) -> str:
    return f"{code.site.name} {code.code}" if code.site else code.code


@contextmanager
def _arranging(substitute: Substitute, actor: Person, now: datetime) -> Iterator[tuple[Move, Substitute]]:
    """The incident locked, and an online substitute of it that people may be sent to."""
    with changing_place(substitute, actor=actor, now=now) as (move, row):
        if row.kind != SubstituteKind.ONLINE or row.status not in _OFFERED:
            raise Refused("not_offered", _("线上替代方案就绪后才有应急支付二维码。"))
        yield move, row


@contextmanager
def _revoking(incident: Incident, reason: str, actor: Person, now: datetime) -> Iterator[Move]:
    if not reason.strip():
        raise Invalid("reason", _("请填写作废的原因。"))
    with moving(incident, Verb.WITHDRAW, actor=actor, now=now) as move:
        yield move
