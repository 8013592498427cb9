"""Cash of a counter, in fen."""


def difference(float_: int, takings: int, back: int) -> int:
    """What is there more (or, negative, less) than was handed out and taken in."""
    return back - float_ - takings


def yuan(fen: int) -> str:
    """1234.50; −0.50"""
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"
