"""The writers of keys and rules. Warnings and signals are written by detection, reports by the intake."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib.errors import Refused
from resources.network.models import Site
from resources.staff.models import Person

from .access import require_key_manager, require_rule_editor
from .intake import keys
from .models import IntakeKey, Rule, RuleVersion
from .parameters import Parameters, stored


def create_key(*, name: str, sites: Iterable[Site], actor: Person | None, now: datetime) -> tuple[IntakeKey, str]:
    """A new key and its secret, which is shown this once. With sites it speaks only for their terminals.

    Raises:
        Forbidden: the actor is no administrator.
    """
    require_key_manager(actor)
    secret, bound = keys.new_secret(), list(sites)
    with transaction.atomic():
        key = IntakeKey.objects.create(
            name=name,
            prefix=secret[: keys.PREFIX_LENGTH],
            digest=keys.digest_of(secret),
            is_bound=bool(bound),
            created_by=actor,
            created_at=now,
        )
        key.sites.set(bound)
    return key, secret


def revoke_key(key: IntakeKey, *, actor: Person | None, now: datetime) -> None:
    """The key opens nothing any more, in every process within Limits.key_ttl seconds. Repeating it changes nothing.

    Raises:
        Forbidden: the actor is no administrator.
    """
    require_key_manager(actor)
    with transaction.atomic():
        row = IntakeKey.objects.select_for_update().get(pk=key.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = now, actor
            row.save(update_fields=["revoked_at", "revoked_by"])
    keys.forget()


def save_rule(
    rule: Rule, *, name: str, enabled: bool, parameters: Parameters, actor: Person | None, now: datetime
) -> Rule:
    """The rule as it is to be from now on; every save is a version with who and when. Without a change nothing happens.

    `rule.version` is what the actor has seen: whoever saved in between is not overwritten.

    Raises:
        Forbidden: the actor is neither commander nor administrator.
        Refused: somebody else has saved meanwhile.
    """
    require_rule_editor(actor)
    with transaction.atomic():
        row = Rule.objects.select_for_update().get(pk=rule.pk)
        if row.version != rule.version:
            raise Refused("rule_changed", _("这条规则刚被他人修改，请重新打开后再改。"))
        if not row.versions.exists():
            _note_version(row, row.updated_by, row.updated_at)
        wanted = (name, enabled, stored(parameters))
        if wanted != (row.name, row.enabled, row.parameters):
            row.name, row.enabled, row.parameters = wanted
            row.version, row.updated_by = row.version + 1, actor
            row.save(update_fields=["name", "enabled", "parameters", "version", "updated_by", "updated_at"])
            _note_version(row, actor, now)
    return row


def _note_version(rule: Rule, actor: Person | None, at: datetime) -> None:
    RuleVersion.objects.create(
        rule=rule,
        number=rule.version,
        name=rule.name,
        enabled=rule.enabled,
        parameters=rule.parameters,
        saved_at=at,
        saved_by=actor,
    )
