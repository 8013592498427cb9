"""What the machine must bring: libraries of the PDF engine, a Chinese font, a browser for its tests. Prints missing Debian packages."""

import ctypes
import shutil
import sys
from collections.abc import Sequence

LIBRARIES = {
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONT_PACKAGE = "fonts-noto-cjk"
BROWSER_PACKAGE = "chromium"
BROWSERS = (BROWSER_PACKAGE, "chromium-browser", "google-chrome")


def loads(library: str) -> bool:
    """Whether the dynamic loader finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries() -> list[str]:
    """Sonames that the PDF engine needs and the machine lacks."""
    return [name for name in LIBRARIES if not loads(name)]


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font that covers simplified Chinese; False as well without fontconfig."""
    try:
        library = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    for name in ("FcNameParse", "FcObjectSetBuild", "FcFontList"):
        getattr(library, name).restype = ctypes.c_void_p
    pattern = ctypes.c_void_p(library.FcNameParse(b":lang=zh-cn"))
    objects = ctypes.c_void_p(library.FcObjectSetBuild(b"family", None))
    found = library.FcFontList(None, pattern, objects)
    return bool(found) and ctypes.cast(found, ctypes.POINTER(ctypes.c_int))[0] > 0


def browser() -> str | None:
    """The program that the browser tests drive."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing_packages(programs: Sequence[str] = ()) -> list[str]:
    """Debian packages to install, `programs` (name of program = name of package) included."""
    packages = [LIBRARIES[name] for name in missing_libraries()]
    if not has_chinese_font():
        packages.append(FONT_PACKAGE)
    found = {BROWSER_PACKAGE: browser()}
    return packages + [name for name in programs if not (found.get(name) or shutil.which(name))]


if __name__ == "__main__":
    print(*missing_packages(sys.argv[1:]))
