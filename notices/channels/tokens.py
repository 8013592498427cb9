"""Access tokens of WeChat official accounts: fetched over stable_token, kept in the cache by how long they have still to live.

https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
The other side counts the seconds, so a clock of ours that is wrong does no harm. Without the cache every call fetches one,
which in the normal mode is the same one.
"""

from datetime import datetime
from hashlib import sha256

from django.core.cache import cache

from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.http import post
from incidents.escalation.channels.parcels import Account

from .outcomes import Result
from .wechat_codes import read

#: seconds by which a token is given up before its end
MARGIN = 300
#: for a token whose life is not told
SHORT_LIFE = 60
LONGEST_LIFE = 7200


def current(account: Account, now: datetime, *, instead_of: str = "") -> str | Result:
    """A token, or why there is none. instead_of: one that the channel has just refused.

    The normal mode gives the newest token, also one that somebody else made; only if that is the refused one is a new one forced.
    """
    kept = cache.get(_key(account))
    if isinstance(kept, str) and kept and kept != instead_of:
        return kept
    found = _fetch(account, now, force=False)
    if instead_of and found == instead_of:
        found = _fetch(account, now, force=True)
    return found


def forget(account: Account) -> None:
    cache.delete(_key(account))


def life(told: object) -> int:
    """Seconds for which a token with so many to live is kept; at least one, so that nothing is fetched in a loop."""
    seconds = int(told) if isinstance(told, int | float) or (isinstance(told, str) and told.isdecimal()) else SHORT_LIFE
    seconds = min(max(seconds, 2), LONGEST_LIFE)
    return seconds - MARGIN if seconds > 2 * MARGIN else seconds // 2


def _fetch(account: Account, now: datetime, *, force: bool) -> str | Result:
    body = {
        "grant_type": "client_credential",
        "appid": account.option("appid"),
        "secret": account.secret("secret"),
        "force_refresh": force,
    }
    answer = post(f"{account.address}/cgi-bin/stable_token", json=body, secrets=tuple(account.secrets.values()))
    refused = read(answer, now, is_idempotent=True)
    if refused is not None:
        return refused
    found = answer.json().get("access_token")
    if not isinstance(found, str) or not found:
        return Result(Fate.TRANSIENT, f"HTTP {answer.status} {answer.text}".strip()[:300])
    cache.set(_key(account), found, life(answer.json().get("expires_in")))
    return found


def _key(account: Account) -> str:
    """Other credentials have another token."""
    what = "\n".join((account.address, account.option("appid"), account.secret("secret")))
    return f"notices:wechat-token:{sha256(what.encode()).hexdigest()[:32]}"
