"""What WeChat's answers mean. Pure.

https://developers.weixin.qq.com/doc/service/guide/dev/error_code.html and the pages of each call.
"""

from datetime import datetime, timedelta

from emergency_ops.lib.clock import SHANGHAI
from incidents.escalation.channels import answers
from incidents.escalation.channels.answers import Codes
from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.http import Answer

from .outcomes import LOST_INSIDE, Result

#: the token is worn out or was replaced: refreshed once
TOKEN = frozenset({"40001", "40014", "41001", "42001"})
#: the account may not do this, or its credentials are no good: a fresh token does not help
UNAUTHORISED = frozenset(
    {
        "40002", "40013", "40125", "40164", "41002", "41004", "48001", "48004", "48006", "50001", "50002", "50004", "50007",
        "61004", "61007", "61023", "89501", "89503", "89506", "89507",
    }
)  # fmt: skip
CODES = Codes(throttled={"45011": timedelta(seconds=60)}, auth=TOKEN | UNAUTHORISED, transient=("-1",))
QUOTA = "45009"
NO_SUCH_ARTICLE = "53600"


def read(answer: Answer, now: datetime, *, is_idempotent: bool) -> Result | None:
    """What went wrong; None when the call did what it should, and its body is to be read.

    is_idempotent: a lost answer is no harm, for the call may be made again.
    """
    body = answer.json()
    if not body:
        if answer.status in LOST_INSIDE and not is_idempotent:
            return Result(Fate.UNKNOWN, f"HTTP {answer.status} {answer.text}".strip()[:300])
        found = answers.of_transport(answer, now, is_idempotent=is_idempotent) or answers.unreadable(answer)
        is_lost = is_idempotent and found.fate == Fate.UNKNOWN
        return Result(Fate.TRANSIENT, found.error) if is_lost else Result.of(found)
    code = code_of(answer)
    if code == "0":
        return None
    words = str(body.get("errmsg", ""))
    if code == QUOTA:
        return Result(Fate.THROTTLED, f"{code} {words}".strip()[:300], until=tomorrow(now))
    return Result.of(answers.of_code(code, words, CODES, now))


def code_of(answer: Answer) -> str:
    """Successful answers have errcode 0 or none."""
    return str(answer.json().get("errcode", 0))


def tomorrow(now: datetime) -> datetime:
    """When the quota of a day is filled up again: a minute after midnight in Shanghai."""
    day = now.astimezone(SHANGHAI).replace(hour=0, minute=1, second=0, microsecond=0)
    return day + timedelta(days=1)
