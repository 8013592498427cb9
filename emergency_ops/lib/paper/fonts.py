"""Is the font of printed papers there? Without it WeasyPrint prints empty boxes and says nothing."""

import ctypes
from functools import cache
from typing import Final

FAMILY: Final = "Noto Sans CJK SC"
REMEDY: Final = "apt-get install --no-install-recommends fonts-noto-cjk libpangoft2-1.0-0 libharfbuzz-subset0"


class FontMissing(RuntimeError):
    """The font, or the library that finds it, is not installed; the message says what to do."""


def require() -> None:
    """Raises FontMissing unless fontconfig finds the family itself and no stand-in."""
    found = matched_family(FAMILY)
    if found != FAMILY:
        raise FontMissing(f"打印字体 {FAMILY} 未安装（系统将以 {found or '空白'} 代替）。请运行：{REMEDY}")


@cache
def matched_family(family: str) -> str:
    """The family that fontconfig would take for this name; empty without fontconfig or any font."""
    try:
        library = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return ""
    for name in ("FcInitLoadConfigAndFonts", "FcNameParse", "FcFontMatch"):
        getattr(library, name).restype = ctypes.c_void_p
    config = ctypes.c_void_p(library.FcInitLoadConfigAndFonts())
    pattern = ctypes.c_void_p(library.FcNameParse(family.encode()))
    library.FcConfigSubstitute(config, pattern, 0)
    library.FcDefaultSubstitute(pattern)
    match = ctypes.c_void_p(library.FcFontMatch(config, pattern, ctypes.byref(ctypes.c_int())))
    try:
        return _family_of(library, match, family) if match else ""
    finally:
        for destroy, what in (("FcPatternDestroy", match), ("FcPatternDestroy", pattern), ("FcConfigDestroy", config)):
            if what:
                getattr(library, destroy)(what)


def _family_of(library: ctypes.CDLL, match: ctypes.c_void_p, wanted: str) -> str:
    """A font has several names; the wanted one if it is among them, else the first."""
    names: list[str] = []
    value = ctypes.c_char_p()
    while library.FcPatternGetString(match, b"family", len(names), ctypes.byref(value)) == 0:
        names.append((value.value or b"").decode())
    return wanted if wanted in names else next(iter(names), "")
