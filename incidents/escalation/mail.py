"""E-mail: one send, and what came of it. Nothing here touches the database."""

import smtplib
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from .channels.fates import Fate, Sent
from .channels.http import masked

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class Letter:
    """An e-mail in plain text. key makes the Message-ID, the same at every attempt."""

    key: str
    to: str
    title: str
    body: str


class _Noting:
    """Remembers that the content of a message has begun to go out: from here on a lost connection proves nothing."""

    content_began = False

    def data(self, message: bytes | str) -> tuple[int, bytes]:
        self.content_began = True
        answer: tuple[int, bytes] = super().data(message)  # type: ignore[misc]
        return answer


class _NotingSMTP(_Noting, smtplib.SMTP):  # type: ignore[misc]  # the stubs know one more kind of answer
    pass


class _NotingSMTPSSL(_Noting, smtplib.SMTP_SSL):  # type: ignore[misc]
    pass


class NotingBackend(EmailBackend):
    """Django's SMTP backend, with connections that remember how far a send came."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _NotingSMTPSSL if self.use_ssl else _NotingSMTP


def send(letter: Letter) -> Sent:
    """Send one message over a connection of its own and say what came of it, without the address. Never raises for what a mail
    server does."""
    connection = _connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return Sent(Fate.TRANSIENT, _words(error))
    try:
        _message(letter, connection).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        words = masked(_words(error), [letter.to])
        return Sent(fate_of(error, content_began=_content_began(connection)), words)
    finally:
        _hang_up(connection)
    return Sent(Fate.ACCEPTED)


def fate_of(error: Exception, *, content_began: bool) -> Fate:
    """A reply of the server decides (4xx transient, 5xx permanent); a lost connection is unknown once content went out."""
    codes = _codes(error)
    if codes:
        return Fate.TRANSIENT if all(code < 500 for code in codes) else Fate.PERMANENT
    if isinstance(error, smtplib.SMTPServerDisconnected | OSError):
        return Fate.UNKNOWN if content_began else Fate.TRANSIENT
    return Fate.PERMANENT


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return [error.smtp_code]
    return []


def _connection() -> BaseEmailBackend:
    if settings.EMAIL_BACKEND == SMTP_BACKEND:
        return NotingBackend()
    connection: BaseEmailBackend = get_connection()
    return connection


def _content_began(connection: BaseEmailBackend) -> bool:
    return bool(getattr(getattr(connection, "connection", None), "content_began", True))


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return EmailMessage(
        subject=" ".join(letter.title.split()),
        body=letter.body,
        to=[letter.to],
        headers={
            "Message-ID": f"<{sha256(letter.key.encode()).hexdigest()[:32]}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
