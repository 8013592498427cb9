"""Pure decisions about remote commands: what they carry, how they are signed, when they are handed out again."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .choices import CommandKind

#: how long a command may wait for its answer
LIFETIMES: Mapping[str, timedelta] = {
    CommandKind.STATUS: timedelta(minutes=2),
    CommandKind.PING_BACKEND: timedelta(minutes=2),
    CommandKind.FETCH_LOG: timedelta(minutes=5),
    CommandKind.RESTART_APP: timedelta(minutes=5),
    CommandKind.SHOW_TEXT: timedelta(minutes=10),
}
#: an answer that is not there after this time: the hand-out may have been lost on its way, it is repeated
LEASE = timedelta(seconds=30)
LONGEST_TEXT = 120
LONGEST_OUTPUT = 16_000
MOST_LOG_LINES = 200
USUAL_LOG_LINES = 50
LONGEST_FACT = 200
#: so many characters of a text are enough to know it by
LEAST_SAID = 10
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_LONG_NUMBER = re.compile(r"\d{7,}")


@dataclass(frozen=True, slots=True)
class ScreenContent:
    """What a terminal is to scroll over its screen, "" for nothing. until: it stops then by itself. notice: a notice's number.

    lines, line_length: how many lines of how many characters it was written for; 0 where nobody says.
    """

    text: str
    until: datetime | None = None
    notice: str = ""
    lines: int = 0
    line_length: int = 0

    def params(self) -> dict[str, Any]:
        """As it travels; what is not known is left out."""
        given = {"notice": self.notice, "lines": self.lines, "line_length": self.line_length}
        until = {"until": self.until.astimezone(_SHANGHAI).isoformat(timespec="seconds")} if self.until else {}
        return {"text": self.text, **until, **{name: value for name, value in given.items() if value}}


def is_over(until: datetime | None, now: datetime) -> bool:
    """Whether a screen has stopped by itself."""
    return until is not None and until <= now


def one_line(text: str) -> str:
    """A text as a screen can scroll it: one line, no control characters, no markup that means anything."""
    return " ".join(kept_text(text).split())


def is_said_of(said: str, text: str) -> bool:
    """Whether a terminal means this text: blanks are its own affair, and it may tell no more than the beginning."""
    wanted, told = "".join(kept_answer(text).split()), "".join(said.split())
    return told == wanted or (len(told) >= LEAST_SAID and wanted.startswith(told))


def expires_at(kind: str, queued_at: datetime) -> datetime:
    return queued_at + LIFETIMES[kind]


def signed_text(envelope: Mapping[str, Any]) -> bytes:
    """What the signature covers: all fields but the signature itself, keys sorted, no spaces, UTF-8."""
    fields = {name: value for name, value in envelope.items() if name != "signature"}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(envelope: Mapping[str, Any], secret: str) -> str:
    """Hex HMAC-SHA256 of `signed_text`; the secret is the SHA-256 (hex) of the intake key, which both sides know."""
    return hmac.new(secret.encode(), signed_text(envelope), hashlib.sha256).hexdigest()


def is_genuine(envelope: Mapping[str, Any], secret: str) -> bool:
    """What a terminal asks before it obeys."""
    return hmac.compare_digest(str(envelope.get("signature", "")), signature(envelope, secret))


def kept_output(text: str) -> str:
    """An answer's text as it is stored: bounded, without control characters, long numbers (accounts, phones) masked."""
    return _LONG_NUMBER.sub(_masked, kept_text(text)[:LONGEST_OUTPUT])


def kept_answer(text: str) -> str:
    """A fact of an answer as it is stored: an answer's text, and short."""
    return kept_output(text)[:LONGEST_FACT]


def kept_text(text: str) -> str:
    """A text without what a screen does not show and the database cannot keep."""
    return "".join(one for one in text if one in "\n\t" or one.isprintable())


def _masked(found: re.Match[str]) -> str:
    digits = found.group()
    return f"{digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}"
