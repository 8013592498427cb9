"""Pages as pictures: telephones do not show a PDF inside a page."""

from io import BytesIO
from threading import Lock
from typing import Final

import pypdfium2

#: pixels; the page's height follows
WIDTHS: Final = {"small": 720, "large": 1440}
#: pdfium works in one thread at a time
_one_at_a_time = Lock()


def page_png(pdf: bytes, number: int, width: int) -> bytes:
    """A page (from 1) as a PNG of this width. Raises IndexError for a page that is not there."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            picture = page.render(scale=width / page.get_width(), grayscale=True).to_pil()
        finally:
            document.close()
    out = BytesIO()
    picture.save(out, "png", optimize=False)
    return out.getvalue()
