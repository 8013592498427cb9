"""What each vendor checks and answers. The checks are written from the vendors' documentation, apart from the code under test."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import quote

KEYS = {
    "wecom": {"key": "wecom-key"},
    "dingtalk": {"access_token": "ding-token", "secret": "SECding"},
    "feishu": {"token": "feishu-token", "secret": "feishu-secret"},
    "sms": {"access_key_id": "LTAI-stub", "access_key_secret": "sms-secret"},
    "webhook": {"secret": "a-webhook-s-secret"},
}
LIMITS = {"wecom": (20, 60), "dingtalk": (20, 60), "feishu": (100, 60)}
HOUR_MS, HOUR_S, FIVE_MINUTES = 3_600_000, 3600, 300


@dataclass(frozen=True)
class Call:
    """A request as it arrived. query values are decoded, headers have lower-case names."""

    vendor: str
    path: str
    query: dict
    raw_query: str
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body or b"{}")


@dataclass(frozen=True)
class Reply:
    status: int
    body: dict | bytes
    headers: dict = field(default_factory=dict)


def vendor_of(path, query, headers):
    """Whom a request is for, by its address; None for an address that nobody has."""
    if path == "/cgi-bin/webhook/send":
        return "wecom"
    if path == "/robot/send":
        return "dingtalk"
    if path.startswith("/open-apis/bot/v2/hook/"):
        return "feishu"
    if headers.get("x-acs-action"):
        return "sms"
    return "webhook" if path.startswith("/webhook") else None


def refusal(call):
    """The reply to a request whose key or signature is wrong; None when all is well."""
    return {"wecom": _wecom, "dingtalk": _dingtalk, "feishu": _feishu, "sms": _sms, "webhook": _webhook}[call.vendor](
        call
    )


def bad_key(vendor):
    return {
        "wecom": Reply(200, {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1], from ip: 127.0.0.1"}),
        "dingtalk": Reply(200, {"errcode": 300001, "errmsg": "token is not exist"}),
        "feishu": Reply(
            200, {"code": 19001, "data": {}, "msg": "param invalid: incoming webhook access token invalid"}
        ),
        "sms": Reply(404, {"Code": "InvalidAccessKeyId.NotFound", "Message": "Specified access key is not found."}),
        "webhook": Reply(401, b"who are you"),
    }[vendor]


def throttled(vendor):
    return {
        "wecom": Reply(200, {"errcode": 45009, "errmsg": "api freq out of limit, hint: [1], from ip: 127.0.0.1"}),
        "dingtalk": Reply(200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}),
        "feishu": Reply(200, {"code": 11232, "data": {}, "msg": "frequency limited psm[lark.oapi.app_platform]"}),
        "sms": Reply(200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发分钟级流控Permits:1"}),
        "webhook": Reply(429, b"slow down", {"Retry-After": "7"}),
    }[vendor]


def accepted(vendor, number):
    return {
        "wecom": Reply(200, {"errcode": 0, "errmsg": "ok"}),
        "dingtalk": Reply(200, {"errcode": 0, "errmsg": "ok"}),
        "feishu": Reply(200, {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}),
        "sms": Reply(
            200, {"Code": "OK", "Message": "OK", "BizId": f"9006197469364984{number:03d}^0", "RequestId": "r"}
        ),
        "webhook": Reply(204, b""),
    }[vendor]


def text_of(call):
    """The text that people would read."""
    if call.vendor == "sms":
        return json.dumps(json.loads(call.query["TemplateParam"]), ensure_ascii=False)
    body = call.json
    if call.vendor == "webhook":
        return f"{body['title']}\n{body['body']}" if "title" in body else body["type"]
    kind = body.get("msgtype") or body["msg_type"]
    content = body["content"] if call.vendor == "feishu" else body[kind]
    return content.get("content") or content.get("text")


def _wecom(call):
    return None if call.query.get("key") == KEYS["wecom"]["key"] else bad_key("wecom")


def _dingtalk(call):
    keys = KEYS["dingtalk"]
    if call.query.get("access_token") != keys["access_token"]:
        return bad_key("dingtalk")
    stamp = call.query.get("timestamp", "0")
    digest = hmac.new(keys["secret"].encode(), f"{stamp}\n{keys['secret']}".encode(), hashlib.sha256).digest()
    if call.query.get("sign") != base64.b64encode(digest).decode():
        return Reply(200, {"errcode": 310000, "errmsg": "sign not match, more: [https://ding-doc.dingtalk.com/doc]"})
    if abs(int(stamp) - time.time() * 1000) > HOUR_MS:
        return Reply(200, {"errcode": 310000, "errmsg": "invalid timestamp, more: [https://ding-doc.dingtalk.com/doc]"})
    return None


def _feishu(call):
    keys, body = KEYS["feishu"], call.json
    if not call.path.endswith("/" + keys["token"]):
        return bad_key("feishu")
    stamp = body.get("timestamp", "0")
    digest = hmac.new(f"{stamp}\n{keys['secret']}".encode(), b"", hashlib.sha256).digest()
    fresh = abs(int(stamp) - time.time()) < HOUR_S
    if body.get("sign") != base64.b64encode(digest).decode() or not fresh:
        return Reply(
            200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        )
    return None


def _sms(call):
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    if scheme != "ACS3-HMAC-SHA256" or parts.get("Credential") != KEYS["sms"]["access_key_id"]:
        return bad_key("sms")
    names = parts["SignedHeaders"].split(";")
    query = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(call.query.items()))
    lines = [f"{name}:{call.headers[name]}" for name in names]
    digest = hashlib.sha256(call.body).hexdigest()
    canonical = "\n".join(["POST", call.path, query, *lines, "", parts["SignedHeaders"], digest])
    to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    wanted = hmac.new(KEYS["sms"]["access_key_secret"].encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    if parts.get("Signature") != wanted or call.headers.get("x-acs-content-sha256") != digest:
        return Reply(400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched."})
    return None


def _webhook(call):
    stamp = call.headers.get("webhook-timestamp", "0")
    secret = KEYS["webhook"]["secret"].encode()
    wanted = "v1=" + hmac.new(secret, stamp.encode() + b"." + call.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(call.headers.get("webhook-signature", ""), wanted):
        return bad_key("webhook")
    return None if abs(time.time() - int(stamp)) < FIVE_MINUTES else Reply(400, b"too old")
