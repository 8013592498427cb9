"""What can be seen on printed pages: pictures of them, and where their characters stand."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium


def pages(pdf, dpi, colour=False):
    """The pages as pictures."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=not colour).to_pil() for page in opened]
    finally:
        opened.close()


def characters(pdf):
    """For each page its characters: (character, font size, left, bottom, right, top) in points, spaces left out."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [_characters(page.get_textpage()) for page in opened]
    finally:
        opened.close()


def _characters(text):
    found = []
    for index in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, index))
        if character.isspace() or character in "\u2060\u200b\ufffe\x02":
            continue
        found.append((character, pdfium.FPDFText_GetFontSize(text, index), *text.get_charbox(index)))
    return found


def fonts(pdf):
    """The names of the fonts that the characters are set in."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return {
            _font(text, index)
            for page in opened
            for text in [page.get_textpage()]
            for index in range(text.count_chars())
        }
    finally:
        opened.close()


def _font(text, index):
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, index, name, 100, ctypes.c_int())
    return name.value.decode()


def dark(picture):
    """The box of everything that is printed dark, watermarks left out."""
    return picture.point(lambda value: 255 if value < 128 else 0).getbbox()
