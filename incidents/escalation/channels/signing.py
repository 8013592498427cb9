"""Signatures, each as its receiver documents it. Pure: the time comes in. FACTS §5 has the vectors for DingTalk and Feishu."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

ALIYUN = "ACS3-HMAC-SHA256"


def dingtalk(milliseconds: int, secret: str) -> str:
    """Keyed with the secret, over the time and the secret; to be encoded for the address."""
    message = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.digest(secret.encode(), message, hashlib.sha256)).decode()


def feishu(seconds: int, secret: str) -> str:
    """Keyed with the time and the secret, over nothing."""
    return base64.b64encode(hmac.digest(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256)).decode()


def webhook(seconds: int, body: bytes, secret: str) -> str:
    """Our own: "v1=" and the HMAC-SHA256, in hexadecimal, of the time, a full stop and the body as it is sent."""
    return "v1=" + hmac.digest(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hex()


@dataclass(frozen=True)
class AliyunCall:
    """A call in RPC style: the parameters go into the address, the body is empty. date: 2026-01-05T01:30:00Z."""

    host: str
    action: str
    version: str
    date: str
    nonce: str
    parameters: Mapping[str, str]

    @property
    def query(self) -> str:
        """The canonical query string, which is also the one that is sent."""
        return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(self.parameters.items()))

    @property
    def headers(self) -> dict[str, str]:
        return {
            "host": self.host,
            "x-acs-action": self.action,
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
            "x-acs-date": self.date,
            "x-acs-signature-nonce": self.nonce,
            "x-acs-version": self.version,
        }


def aliyun(call: AliyunCall, key_id: str, secret: str) -> str:
    """The Authorization header of Aliyun's signature version 3."""
    headers = call.headers
    names = ";".join(sorted(headers))
    listed = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    canonical = "\n".join(["POST", "/", call.query, listed, names, headers["x-acs-content-sha256"]])
    to_sign = f"{ALIYUN}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(secret.encode(), to_sign.encode(), hashlib.sha256).hex()
    return f"{ALIYUN} Credential={key_id},SignedHeaders={names},Signature={signature}"


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")
