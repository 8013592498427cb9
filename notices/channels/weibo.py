"""Weibo: share a text with a link, look it up in one's own timeline, delete it.

https://open.weibo.com/wiki/2/statuses/share, /wiki/2/statuses/user_timeline, /wiki/2/statuses/destroy, /wiki/Error_code
An account's token is granted by a person for some weeks or years and cannot be refreshed from here. A text that is out cannot be
changed over the interface, only deleted, and that only where the application has been given the right to.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from incidents.escalation.channels import answers
from incidents.escalation.channels.answers import Codes
from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.http import Answer, get, post
from incidents.escalation.channels.parcels import Account

from .outcomes import LOST_INSIDE, Look, Result, Seen

NEWEST = 20
LARGEST_LIST = 256 * 1024
#: between our clock and theirs
SKEW = timedelta(minutes=5)
#: accepted, and to be seen a little later
DELAYED = "20032"
NO_SUCH_STATUS = "20101"
#: this very text is out already, from an attempt whose answer nobody has seen or by hand: it is looked for, and never sent again
REPEATED = "20019"
#: nobody knows whether a text was stored when these are answered to its share
_LOST = frozenset({"10001", "10003", "10010", "10011"})
CODES = Codes(
    throttled=dict.fromkeys(("10022", "10023", "10024"), timedelta(minutes=10)),
    auth=(
        "10004", "10005", "10006", "10013", "10014", "20003", "20034",
        *(str(code) for code in range(21301, 21337)), "21337", "21501", "21502", "21503", "21504", "21505",
    ),
    transient=("10002", "10009"),
)  # fmt: skip
_ADDRESSES = re.compile(r"https?://[!-~]+")
_BLANKS = re.compile(r"[\s\u200b]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def share(account: Account, payload: Mapping[str, str], now: datetime) -> Result:
    """Publish once. ids: id, uid. Refused as too frequent or repeated is final: a person looks."""
    form = {"status": payload["status"], "rip": account.option("rip")}
    return classify(_post(account, "share", form), now)


def classify(answer: Answer, now: datetime) -> Result:
    body = answer.json()
    code = code_of(body)
    if code == DELAYED:
        return Result(Fate.ACCEPTED)
    if code in _LOST or code == REPEATED:
        return Result(Fate.UNKNOWN, _words(body))
    refused = read(answer, now, is_idempotent=False)
    if refused is not None:
        return refused
    ids = _ids(body)
    if not ids["id"]:
        return Result.of(answers.unreadable(answer))
    return Result(Fate.ACCEPTED, ids=ids, link=address(ids), is_public=True)


def look(account: Account, payload: Mapping[str, str], since: datetime, now: datetime) -> Look:
    """Whether the account's own timeline has the text, written since then; the service puts short addresses for ours."""
    asked = {
        "access_token": account.secret("access_token"),
        "count": str(NEWEST),
        "base_app": "1",
        "trim_user": "1",
    }
    url = f"{account.address}/2/statuses/user_timeline.json?{urlencode(asked)}"
    answer = get(url, secrets=tuple(account.secrets.values()), largest=LARGEST_LIST)
    refused = read(answer, now, is_idempotent=True)
    if refused is not None:
        return Look(Seen.NO_ANSWER, refused.error, refused.until)
    wanted = essence(payload["status"])
    for status in _statuses(answer.json()):
        if essence(str(status.get("text", ""))) == wanted and _is_since(status, since):
            ids = _ids(status)
            return Look(Seen.PUBLIC, ids=ids, link=address(ids))
    return Look(Seen.ABSENT)


def take_back(account: Account, ids: Mapping[str, str], now: datetime) -> Result:
    """Delete the text; one that is not there any more counts as deleted."""
    answer = _post(account, "destroy", {"id": ids.get("id", "")})
    refused = read(answer, now, is_idempotent=True)
    if refused is not None and code_of(answer.json()) == NO_SUCH_STATUS:
        return Result(Fate.ACCEPTED, error=refused.error)
    return refused or Result(Fate.ACCEPTED)


def check(account: Account, now: datetime) -> Result:
    """Whether the token is good; changes nothing."""
    answer = post(
        f"{account.address}/oauth2/get_token_info",
        data=urlencode({"access_token": account.secret("access_token")}).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        secrets=tuple(account.secrets.values()),
    )
    return read(answer, now, is_idempotent=True) or Result(Fate.ACCEPTED)


def read(answer: Answer, now: datetime, *, is_idempotent: bool) -> Result | None:
    """What went wrong; None for an answer whose body is to be read. Errors come as HTTP 400 or 403 with a code in the body."""
    body = answer.json()
    code = code_of(body)
    if code:
        if is_idempotent and code in _LOST:
            return Result(Fate.TRANSIENT, _words(body))
        return Result.of(answers.of_code(code, str(body.get("error", "")), CODES, now))
    if answer.status in LOST_INSIDE and not is_idempotent:
        return Result(Fate.UNKNOWN, f"HTTP {answer.status} {answer.text}".strip()[:300])
    found = answers.of_transport(answer, now, is_idempotent=is_idempotent)
    if found is None and (not body or answer.status >= 300):
        found = answers.unreadable(answer)
    if found is None:
        return None
    is_lost = is_idempotent and found.fate == Fate.UNKNOWN
    return Result(Fate.TRANSIENT, found.error) if is_lost else Result.of(found)


def code_of(body: Mapping[str, Any]) -> str:
    return str(body.get("error_code") or "")


def address(ids: Mapping[str, str]) -> str:
    """Of a text's page; its number is written in base 62, seven digits at a time."""
    if not ids.get("uid") or not ids.get("id", "").isdecimal():
        return ""
    return f"https://weibo.com/{quote(ids['uid'], safe='')}/{short(ids['id'])}"


def short(number: str) -> str:
    groups = [number[max(end - 7, 0) : end] for end in range(len(number), 0, -7)][::-1]
    first, *others = [_base62(int(group)) for group in groups]
    return first + "".join(group.rjust(4, "0") for group in others)


def essence(text: str) -> str:
    """What of a text stays the same on its way: no addresses and no blanks."""
    return _BLANKS.sub("", _ADDRESSES.sub("", text))


def _post(account: Account, call: str, form: Mapping[str, str]) -> Answer:
    content = urlencode({"access_token": account.secret("access_token"), **form}).encode()
    return post(
        f"{account.address}/2/statuses/{call}.json",
        data=content,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        secrets=tuple(account.secrets.values()),
    )


def _ids(status: Mapping[str, Any]) -> dict[str, str]:
    user = status.get("user")
    uid = user.get("idstr") or user.get("id") if isinstance(user, dict) else status.get("uid")
    return {"id": str(status.get("idstr") or status.get("id") or ""), "uid": str(uid or "")}


def _statuses(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = body.get("statuses")
    return [status for status in found if isinstance(status, dict)] if isinstance(found, list) else []


def _is_since(status: Mapping[str, Any], since: datetime) -> bool:
    try:
        written = datetime.strptime(str(status.get("created_at")), "%a %b %d %H:%M:%S %z %Y")
    except ValueError:
        return False
    return written >= since - SKEW


def _words(body: Mapping[str, Any]) -> str:
    return f"{code_of(body)} {body.get('error', '')}".strip()[:300]


def _base62(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 62)
        text = _DIGITS[digit] + text
    return text or "0"
