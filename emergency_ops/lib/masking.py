"""Personal data, shortened for lists, logs and downloads."""


def mask_phone(number: str) -> str:
    """138****5678: the first three and the last four digits of a mobile; a shorter number keeps its last two."""
    if len(number) >= 11:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return f"{'*' * max(len(number) - 2, 0)}{number[-2:]}" if number else ""
