"""Text messages over Aliyun (SendSms, QuerySendDetails of 2017-05-25). Not idempotent: what became of a lost send is looked up.

https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.utils.translation import gettext as _

from emergency_ops.lib.clock import SHANGHAI

from . import answers, signing, texts
from .answers import Codes
from .fates import Fate, Receipt, Sent
from .http import Answer, post
from .parcels import Account, Parcel

VERSION = "2017-05-25"
#: what Aliyun lets a variable of a notice template hold
LONGEST_VARIABLE = 35
OK = "OK"
CODES = Codes(
    throttled={
        "Throttling": timedelta(seconds=30),
        "Throttling.User": timedelta(seconds=30),
        "Throttling.Api": timedelta(seconds=30),
        "isv.BUSINESS_LIMIT_CONTROL": timedelta(minutes=1),
    },
    auth=(
        "SignatureDoesNotMatch",
        "SignatureNonceUsed",
        "InvalidTimeStamp.Expired",
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "InvalidSecurityToken.Expired",
        "isp.RAM_PERMISSION_DENY",
        "Forbidden.RAM",
    ),
    transient=("isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "ServiceUnavailable", "InternalError"),
)
#: the words of a limit that lasts longer than a minute, and for how long; None: too long to be of any use
LIMITS: Mapping[str, timedelta | None] = {"小时级": timedelta(hours=1), "天级": None, "月级": None}
WAITING, REFUSED, DELIVERED = 1, 2, 3


def send(account: Account, parcel: Parcel, now: datetime) -> Sent:
    phones = [person.phone for person in parcel.people if person.phone]
    if len(phones) != 1:
        return Sent(Fate.PERMANENT, _("收件人没有登记手机号。"))
    template = account.option("call_template" if parcel.token else "notice_template")
    if not template:
        return Sent(Fate.PERMANENT, _("这个短信账号没有配置通知类短信的模板。"))
    parameters = {
        "PhoneNumbers": phones[0],
        "SignName": account.option("sign_name"),
        "TemplateCode": template,
        "TemplateParam": json.dumps(variables(account, parcel), ensure_ascii=False),
        "OutId": parcel.digest,
    }
    return classify(call(account, "SendSms", parameters, now), now)


def variables(account: Account, parcel: Parcel) -> dict[str, str]:
    """The template's variables: the title, and the code of the link that acknowledges (…/a/${code}) for who is called."""
    found = {account.option("title_variable") or "title": texts.shorten(parcel.title, LONGEST_VARIABLE)}
    if parcel.token:
        found[account.option("code_variable") or "code"] = parcel.token
    return found


def classify(answer: Answer, now: datetime) -> Sent:
    body = answer.json()
    if "Code" not in body:
        if answer.status >= 500:
            return Sent(Fate.UNKNOWN, f"HTTP {answer.status} {answer.text}".strip())
        return answers.of_transport(answer, now) or answers.unreadable(answer)
    code, words = str(body["Code"]), str(body.get("Message", ""))
    if code == OK:
        return Sent(Fate.ACCEPTED, reference=str(body.get("BizId", ""))[:64])
    sent = answers.of_code(code, words, CODES, now)
    for name, wait in LIMITS.items() if code == "isv.BUSINESS_LIMIT_CONTROL" else ():
        if name in words:
            return Sent(Fate.THROTTLED, sent.error, until=now + wait) if wait else Sent(Fate.PERMANENT, sent.error)
    return sent


def look_up(account: Account, parcel: Parcel, reference: str, sent_at: datetime, now: datetime) -> Receipt:
    """What became of a message that went out on a day to its one recipient, found by our key; reference: its BizId if known."""
    phone = next((person.phone for person in parcel.people), "")
    parameters = {
        "PhoneNumber": phone,
        "SendDate": sent_at.astimezone(SHANGHAI).strftime("%Y%m%d"),
        "PageSize": "50",
        "CurrentPage": "1",
        **({"BizId": reference} if reference else {}),
    }
    return read_receipt(call(account, "QuerySendDetails", parameters, now), parcel.digest, reference)


def read_receipt(answer: Answer, out_id: str, reference: str) -> Receipt:
    """The line with our key; nothing known where there is none, or no answer."""
    body = answer.json()
    if body.get("Code") != OK:
        words = answer.error or f"{body.get('Code', answer.status)} {body.get('Message', '')}"
        return Receipt(None, is_final=False, error=words.strip()[:300])
    for line in _details(body):
        if line.get("OutId") == out_id:
            return _receipt(line, reference)
    return Receipt(None, is_final=False)


def _receipt(line: Mapping[str, Any], reference: str) -> Receipt:
    status, code = line.get("SendStatus"), str(line.get("ErrCode") or "")
    found = reference or str(line.get("BizId") or "known")
    if status == DELIVERED:
        return Receipt(True, is_final=True, reference=found)
    if status == REFUSED:
        return Receipt(False, is_final=True, error=code, reference=found)
    return Receipt(None, is_final=False, reference=found)


def _details(body: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    listed = body.get("SmsSendDetailDTOs") or {}
    found = listed.get("SmsSendDetailDTO") if isinstance(listed, dict) else None
    return [line for line in found if isinstance(line, dict)] if isinstance(found, list) else []


def call(account: Account, action: str, parameters: Mapping[str, str], now: datetime) -> Answer:
    """One signed call; every one has a nonce of its own."""
    request = signing.AliyunCall(
        host=urlsplit(account.address).netloc,
        action=action,
        version=VERSION,
        date=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        nonce=uuid4().hex,
        parameters=parameters,
    )
    signed = signing.aliyun(request, account.option("access_key_id"), account.secret("access_key_secret"))
    return post(
        f"{account.address}/?{request.query}",
        headers={**request.headers, "Authorization": signed},
        secrets=tuple(account.secrets.values()),
    )
