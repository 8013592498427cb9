"""What files about people have in common: cells that name people, roles and regions, and looking them up for all rows at once."""

from collections.abc import Callable, Iterable
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from emergency_ops.lib.roles import Role
from emergency_ops.lib.sheets import cells
from emergency_ops.lib.wording import listed
from resources.network.models import Region

from .access import people_for
from .choices import ROLE_LABELS
from .fields import username_in
from .models import Person

text_60 = partial(cells.text, limit=60)
text_80 = partial(cells.text, limit=80)
text_200 = partial(cells.text, limit=200)


def account(value: str) -> str:
    """A username, alone or as 李敏（guanli-sh）."""
    found = username_in(value) or value
    if len(found) > 150 or any(letter.isspace() for letter in found):
        raise ValueError(_("账号不能有空格，最多 150 个字。"))
    return found


def roles(value: str) -> frozenset[Role]:
    """Names or codes of roles."""
    known = {**{str(label): role for role, label in ROLE_LABELS.items()}, **{role.value: role for role in Role}}
    unknown = [part for part in cells.parts(value) if part not in known]
    if unknown:
        raise ValueError(
            _("不认识的角色“%(name)s”，可用：%(known)s。")
            % {"name": unknown[0][:40], "known": listed(str(label) for label in ROLE_LABELS.values())}
        )
    return frozenset(known[part] for part in cells.parts(value))


def people_by_username(
    actor: Person | None, usernames: Iterable[str], seen_by: Callable[[Person], QuerySet[Person]] = people_for
) -> dict[str, Person]:
    """The people of these accounts whom the actor may look up (or what else `seen_by` says). One query."""
    seen: QuerySet[Person] = Person.objects.all() if actor is None else seen_by(actor)
    return {person.username: person for person in seen.filter(username__in=set(usernames))}


def regions_by_word(words: Iterable[str]) -> dict[str, list[Region]]:
    """Regions by code and by name; a name may stand for several. One query."""
    wanted = set(words)
    found: dict[str, list[Region]] = {}
    for region in Region.objects.filter(code__in=wanted) | Region.objects.filter(name__in=wanted):
        for word in {region.code, region.name} & wanted:
            found.setdefault(word, []).append(region)
    return found
