"""A subject in an address: sealed, so that nobody names another one than the page that they came from."""

from django.core import signing

from .subjects import Subject

_SALT = "inventory.subject"


def seal(subject: Subject) -> str:
    """For ?subject=… of a link, e.g. from an incident to handing out equipment for it."""
    return signing.dumps([subject.kind, subject.id, subject.reference], salt=_SALT, compress=True)


def unseal(text: str) -> Subject | None:
    """The subject of a link; None where there is none, or where the seal is broken."""
    try:
        kind, number, reference = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Subject(kind, number, reference)
