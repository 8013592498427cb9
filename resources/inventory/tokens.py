"""The codes in the QR codes of slips and labels: nobody guesses one, anybody can type one."""

import re
import secrets
from typing import Final

#: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: the code is also typed from paper
ALPHABET: Final = "34679ACDEFGHJKMNPQRTWXY"
LENGTH: Final = 12
GROUP: Final = 4
_IN_ADDRESS: Final = re.compile(r"/s/([^/?#]+)")
_NOISE: Final = re.compile(r"[\s\-–—_]+")


def new_token() -> str:
    """A random code: 23^12, about twenty thousand million million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(token: str) -> str:
    """As it is printed: ACDE-FGHJ-KMNP."""
    return "-".join(token[start : start + GROUP] for start in range(0, len(token), GROUP))


def read_token(text: str) -> str:
    """The code in what was scanned or typed: a whole address, or the code with spaces, dashes and small letters."""
    address = _IN_ADDRESS.search(text)
    return _NOISE.sub("", address[1] if address else text).upper()
