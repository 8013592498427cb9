"""People are told. A memo is written with the change that it is about; a sweep carries it to its recipient's inbox and mailbox."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from emergency_ops.lib.facts import told
from emergency_ops.lib.wording import listed

from .models import Memo, Person


def tell(
    people: Iterable[Person],
    *,
    key: str,
    title: str | Promise,
    body: str | Promise = "",
    link: str = "",
    now: datetime,
    params: Mapping[str, Any] | None = None,
) -> None:
    """Write a memo to each of these people whose account is in use, in the caller's transaction; the same key again writes nothing.

    key: at most 80 characters. link: the path of a page. title and body are filled with `params` (%(name)s) in the
    system's own language, so lazy translations, labels and lists of names go in as they are.
    """
    with override(settings.LANGUAGE_CODE):
        title_text, body_text = _filled(title, params), _filled(body, params)
    recipients = {person.pk: person for person in people if person.is_active}
    memos = [
        Memo(key=f"{key}:{pk}", recipient=person, title=title_text[:200], body=body_text, link=link, created_at=now)
        for pk, person in sorted(recipients.items())
    ]
    Memo.objects.bulk_create(memos, ignore_conflicts=True)


def _filled(text: str | Promise, params: Mapping[str, Any] | None) -> str:
    named = {name: listed(one) if isinstance(one, list) else one for name, one in (params or {}).items()}
    return told(text, named) if params else str(text)
