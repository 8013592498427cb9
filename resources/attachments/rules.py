"""What a file is, by its content, never by its name or by what the sender says it is."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from .choices import AttachmentKind

_LONGEST_NAME: Final = 120
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
#: control characters that no text holds, besides tab, line feed, form feed and carriage return
_BINARY: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UNWANTED: Final = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP: Final = re.compile(r"\s*<(!doctype|\?xml|html|svg|head|body|script|iframe)", re.IGNORECASE)
_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif")
_MOST_PARTS: Final = 5_000


@dataclass(frozen=True)
class FileType:
    """`suffix` with its dot."""

    kind: AttachmentKind
    media_type: str
    suffix: str


IMAGE: Final = FileType(AttachmentKind.IMAGE, "image/jpeg", ".jpg")
PDF: Final = FileType(AttachmentKind.PDF, "application/pdf", ".pdf")
TEXT: Final = FileType(AttachmentKind.TEXT, "text/plain", ".txt")
CSV: Final = FileType(AttachmentKind.TEXT, "text/csv", ".csv")
XLSX: Final = FileType(AttachmentKind.SHEET, f"{_OFFICE}spreadsheetml.sheet", ".xlsx")
DOCX: Final = FileType(AttachmentKind.DOCUMENT, f"{_OFFICE}wordprocessingml.document", ".docx")


def type_of(content: bytes, name: str) -> FileType | None:
    """None for what is not taken. Pictures may still turn out unreadable. The name tells only CSV from other text."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp(content):
        return IMAGE
    if content.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in content[-2048:] else None
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if is_text(content):
        return CSV if name.lower().endswith(".csv") else TEXT
    return None


def is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def is_heic(content: bytes) -> bool:
    """What phones of one maker take photos in."""
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def is_text(content: bytes) -> bool:
    """UTF-8 or GB18030 without control characters, and no markup that a browser could run."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _BINARY.search(text) and not _MARKUP.match(text)
    return False


def kept_name(name: str, suffix: str) -> str:
    """The file's name without folders and without what does harm, with the suffix of what it is."""
    bare = _UNWANTED.sub("", PurePosixPath(name.replace("\\", "/")).name).strip(" .")
    stem = PurePosixPath(bare).stem.strip(" .") if bare else ""
    return f"{(stem or 'file')[: _LONGEST_NAME - len(suffix)]}{suffix}"


def _office(content: bytes) -> FileType | None:
    """A whole workbook or document without macros; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or len(names) > _MOST_PARTS:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else None
