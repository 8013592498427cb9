"""Pictures for uploads."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def jpeg(size=(640, 480), colour="steelblue"):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def photo(name="现场照片.jpg", **picture):
    return SimpleUploadedFile(name, jpeg(**picture), "image/jpeg")
