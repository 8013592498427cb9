"""Texts that fit: cut between characters, never inside the link. Pure."""

from collections.abc import Sequence

ELLIPSIS = "…"


def size(text: str) -> int:
    """In bytes of UTF-8."""
    return len(text.encode())


def cut(text: str, limit: int) -> str:
    """At most so many bytes, ending between two characters; what was cut shows an ellipsis."""
    if size(text) <= limit:
        return text
    room = limit - size(ELLIPSIS)
    return text.encode()[: max(room, 0)].decode("utf-8", "ignore").rstrip() + ELLIPSIS if room >= 0 else ""


def fit(text: str, limit: int, tail: str = "") -> str:
    """The text and, on lines of its own, a tail (link, mentions) that is never cut; at most `limit` bytes together."""
    end = f"\n{tail}" if tail else ""
    return cut(text, limit - size(end)) + end


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def shorten(text: str, characters: int) -> str:
    """At most so many characters."""
    return text if len(text) <= characters else text[: characters - 1] + ELLIPSIS


def plain(text: str, marks: Sequence[str] = ("\\", "`", "*", "_", "#", ">", "[", "]")) -> str:
    """A text that Markdown shows as it is written."""
    for mark in marks:
        text = text.replace(mark, f"\\{mark}")
    return text
