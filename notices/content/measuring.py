"""How long a text is for those who print and publish it. Pure."""


def width(text: str) -> int:
    """In full-width characters, as Weibo counts: two of ASCII are one; rounded up."""
    return -(-sum(1 if char.isascii() else 2 for char in text) // 2)
