"""From an upload to what is kept. Slow for pictures, so it is done before anything is locked."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import pictures
from emergency_ops.lib.errors import Invalid

from .choices import MOST_BYTES
from .rules import IMAGE, FileType, is_heic, kept_name, type_of

#: pixels of the longer side
LONGEST: Final = 2048
THUMBNAIL: Final = 320
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


class Upload(Protocol):
    """Django's UploadedFile, or anything like it. size: bytes."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self) -> bytes: ...


@dataclass(frozen=True)
class Read:
    """A file that may be kept."""

    type: FileType
    name: str
    data: bytes
    thumbnail: bytes | None
    sha256: str


def read(upload: Upload) -> Read:
    """Check the file by its content and make what is kept of it. Raises Invalid with the file's name and what to do."""
    name = upload.name or ""
    if (upload.size or 0) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise Invalid(
            "attachment_too_large", _("“%(name)s”超过 %(most)d MB，请缩小或分开后再上传。"), name=name, most=most
        )
    content = upload.read()
    if not content:
        raise Invalid("attachment_empty", _("“%(name)s”是空文件，请重新选择。"), name=name)
    found = type_of(content, name)
    if found is None:
        raise _unknown(content, name)
    data, thumbnail = _picture(content, name) if found == IMAGE else (content, None)
    return Read(found, kept_name(name, found.suffix), data, thumbnail, sha256(data).hexdigest())


def _picture(content: bytes, name: str) -> tuple[bytes, bytes]:
    """The picture and a small one, without what the camera wrote into it."""
    try:
        image = pictures.within(pictures.opened(content, _FORMATS), LONGEST)
    except pictures.TooManyPixels as error:
        raise Invalid("attachment_too_many_pixels", _("“%(name)s”的像素太多，请缩小后再上传。"), name=name) from error
    except pictures.Unreadable as error:
        raise Invalid(
            "attachment_unreadable", _("“%(name)s”不完整或已损坏，请重新拍摄或换一张。"), name=name
        ) from error
    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return pictures.jpeg(image), pictures.jpeg(small, quality=80)


def _unknown(content: bytes, name: str) -> Invalid:
    if is_heic(content):
        return Invalid(
            "attachment_heic",
            _("“%(name)s”是 HEIC 照片，不能读取。请在手机相机设置中选择“兼容性最佳”，或转为 JPEG 后上传。"),
            name=name,
        )
    return Invalid(
        "attachment_type",
        _("不能接收“%(name)s”。可上传 JPEG、PNG、WebP 图片，PDF，文本或 CSV，以及不含宏的 XLSX、DOCX。"),
        name=name,
    )
