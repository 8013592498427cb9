"""The paper as it comes out of the printer: pictures of the pages are measured, not the text behind them."""

import pytest
import zxingcpp

from tests.notices.printing import paper

CASES = list(paper.CASES)
TITLE = "自助缴费暂停服务公告"


def codes(case, dpi):
    return [(found, page) for page in paper.pictures(case, dpi) for found in zxingcpp.read_barcodes(page)]


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("case", CASES)
def test_the_code_decodes_from_the_page(case, dpi):
    assert [found.text for found, _ in codes(case, dpi)] == [paper.CASES[case]()["url"]]


@pytest.mark.parametrize("case", CASES)
def test_the_code_is_at_least_35_mm_wide(case):
    corners = codes(case, 300)[0][0].position
    assert (corners.top_right.x - corners.top_left.x) / 300 * 25.4 >= 35


@pytest.mark.parametrize("case", CASES)
def test_the_code_has_a_quiet_zone_of_four_modules(case):
    found, page = codes(case, 300)[0]
    box = found.position
    left, top, right, bottom = box.top_left.x, box.top_left.y, box.bottom_right.x, box.bottom_right.y
    zone = round((right - left) / 49 * 4) - 3
    strips = [
        (left - zone, top - zone, right + zone, top - 3),
        (left - zone, bottom + 4, right + zone, bottom + zone),
        (left - zone, top - zone, left - 3, bottom + zone),
        (right + 4, top - zone, right + zone, bottom + zone),
    ]
    assert all(page.crop(strip).getextrema() == (255, 255) for strip in strips)


def glyph(character, case="typical", dpi=300):
    """The picture of the first place where the page shows a character in the title's size."""
    page, scale = paper.pictures(case, dpi)[0], dpi / 72
    for found, size, left, bottom, right, top in paper.characters(paper.printed(case).pdf)[0]:
        if found == character and size > 40:
            box = (left * scale - 3, page.height - top * scale - 3, right * scale + 3, page.height - bottom * scale + 3)
            crop = page.crop(tuple(round(edge) for edge in box))
            return crop.crop(paper.dark(crop))
    raise AssertionError(character)


@pytest.mark.parametrize("character", sorted(set(TITLE)))
def test_every_glyph_of_the_title_looks_as_the_font_draws_it(character):
    assert paper.correlation(glyph(character), paper.drawn(character, "Bold", 192)) > 0.93


@pytest.mark.parametrize(("right", "wrong"), [("自", "目"), ("助", "肋"), ("缴", "激"), ("费", "贵"), ("公", "分")])
def test_a_wrong_glyph_would_be_seen(right, wrong):
    assert paper.correlation(glyph(right), paper.drawn(wrong, "Bold", 192)) < 0.9


@pytest.mark.parametrize("case", CASES)
def test_no_other_font_steps_in(case):
    fonts = paper.fonts(paper.printed(case).pdf) - {""}
    assert fonts
    assert all("Noto-Sans-CJK-SC" in name for name in fonts)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_printed_into_the_margins(case):
    for page in paper.pictures(case, 150):
        left, top, right, bottom = (edge / 150 * 25.4 for edge in paper.dark(page))
        assert left >= 14.5
        assert right <= 195.5
        assert top >= 10
        assert bottom <= 292


@pytest.mark.parametrize("case", CASES)
def test_no_two_characters_overlap(case):
    for page in paper.characters(paper.printed(case).pdf):
        boxes = [box for _, size, *box in page if size < 100]
        assert not [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :] if _overlap(a, b) > 1.0]


@pytest.mark.parametrize("case", CASES)
def test_everything_is_18_points_or_more_and_the_title_40(case):
    sizes = [(size, character) for page in paper.characters(paper.printed(case).pdf) for character, size, *_ in page]
    assert min(sizes)[0] >= 17.99
    assert all(
        any(size >= 40 and one == character for size, one in sizes) for character in paper.CASES[case]()["title"]
    )


@pytest.mark.parametrize("case", [case for case in CASES if "longest" not in case])
def test_an_ordinary_notice_is_one_page(case):
    assert paper.printed(case).pages == 1


@pytest.mark.parametrize("case", CASES)
def test_two_pages_are_the_most(case):
    assert paper.printed(case).pages <= 2


@pytest.mark.parametrize("case", CASES)
def test_colour_is_never_a_cue(case):
    page = paper.pages(paper.printed(case).pdf, 50, colour=True)[0]
    red, green, blue = page.convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_text_on_the_watermark_has_enough_contrast():
    """WCAG 2: (L1 + 0.05) / (L2 + 0.05) ≥ 4.5 between the darkest watermark and black."""
    grey = [value for count, value in paper.pictures("drill", 50)[0].getcolors() if 128 < value < 250 and count > 3000]
    luminance = ((min(grey) / 255 + 0.055) / 1.055) ** 2.4
    assert (luminance + 0.05) / 0.05 >= 4.5


def test_a_drill_is_marked_across_the_page_and_in_its_title():
    text = "".join(character for character, *_ in paper.characters(paper.printed("drill").pdf)[0])
    assert paper.watermarked(paper.pictures("drill", 50)[0]) > 0.05
    assert f"【演练】{TITLE}" in text


def test_a_real_notice_has_no_watermark():
    assert paper.watermarked(paper.pictures("typical", 50)[0]) < 0.02


def _overlap(a, b):
    """The common area of two boxes, in square points."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(width, 0) * max(height, 0)
