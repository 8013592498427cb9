"""Whether a code that was scanned belongs to a site: its own, or one of its terminals'."""

from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from resources.network.models import Site

LONGEST = 300


def is_at(text: str, site: Site) -> bool:
    """text: what a QR code holds or what stands below it: a code, or an address with one in its path or query."""
    found = words_of(text)
    if site.code.lower() in found:
        return True
    return any(code.lower() in found for code in site.terminals.values_list("code", flat=True))


def words_of(text: str) -> set[str]:
    """The text itself, the parts of its path and the values of its query, in lower case."""
    plain = text.strip()[:LONGEST]
    parts = split(plain)
    words = [plain, *parts.path.split("/"), *(value for _name, value in parse_qsl(parts.query))]
    return {known for word in words if (known := unquote(word).replace("\0", "").lower())}


def split(text: str) -> SplitResult:
    """The parts of an address; what looks like one and is none ("http://[") is all path."""
    try:
        return urlsplit(text)
    except ValueError:
        return SplitResult("", "", text, "", "")
