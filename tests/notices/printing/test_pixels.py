"""The paper as it comes out of the printer: pictures of the pages are measured, not the text behind them."""

import pytest
import zxingcpp

from notices.printing import document
from tests.notices.printing import paper

CASES = list(paper.CASES)
TITLE = "自助缴费暂停服务公告"


#: every case as an A4, and each other form with what is hardest to fit
FORMS = [(case, "a4") for case in CASES] + [
    (case, form)
    for form in ("a3", "slip", "large", "bilingual")
    for case in ("typical", "longest", "longest drill", "drill")
]
#: what stands beside the notice itself: its number and its own short address
FOOT = {"a4": 13, "a3": 18, "slip": 10, "large": 14, "bilingual": 13}
TEXT = {"a4": 18, "a3": 25, "slip": 12, "large": 28, "bilingual": 18}
HEADING = {"a4": 40, "a3": 56, "slip": 22, "large": 44, "bilingual": 40}


def all_codes(case, form, dpi):
    return [(found, page) for page in paper.pictures(case, dpi, form) for found in zxingcpp.read_barcodes(page)]


def codes(case, dpi, form="a4"):
    """The codes for paying."""
    url = paper.CASES[case]()["url"]
    return [(found, page) for found, page in all_codes(case, form, dpi) if found.text == url]


def checks(case, dpi, form="a4"):
    """The small codes that open the sheet's state."""
    return [
        (found, page)
        for found, page in all_codes(case, form, dpi)
        if found.text.startswith("https://ops.example.cn/v/")
    ]


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("case", CASES)
def test_both_codes_decode_from_the_page(case, dpi):
    facts, pages = paper.CASES[case](), paper.printed(case).pages
    found = sorted(found.text for found, _ in all_codes(case, "a4", dpi))
    assert found == [facts["check_url"]] * pages + [facts["url"]]


@pytest.mark.parametrize(("form", "of_each"), [("a3", 1), ("slip", 2), ("large", 1), ("bilingual", 2)])
@pytest.mark.parametrize("case", ["typical", "drill"])
def test_both_codes_decode_in_every_form(case, form, of_each):
    pages = paper.printed(case, form).pages
    small = of_each if form == "slip" else pages
    assert (len(codes(case, 200, form)), len(checks(case, 200, form))) == (of_each, small)


@pytest.mark.parametrize("form", ["a3", "slip", "large", "bilingual"])
def test_every_page_of_the_longest_carries_the_small_code(form):
    for page in paper.pictures("longest", 200, form):
        assert any(found.text.startswith("https://ops.example.cn/v/") for found in zxingcpp.read_barcodes(page))


@pytest.mark.parametrize(("case", "form"), [*[(case, "a4") for case in CASES], *[("typical", form) for form in TEXT]])
def test_the_code_is_at_least_35_mm_wide_and_the_small_one_12(case, form):
    dpi = 200 if form == "a3" else 300
    for found, least in ((codes(case, dpi, form), 35), (checks(case, dpi, form), 12)):
        corners = found[0][0].position
        assert (corners.top_right.x - corners.top_left.x) / dpi * 25.4 >= least


@pytest.mark.parametrize("address", ["https://a.cn/e/K7M4Q3XR", "https://ops.example.cn/e/K7M4Q3XR"])
@pytest.mark.parametrize("form", ["a4", "slip", "large"])
def test_a_short_address_makes_no_smaller_code(address, form):
    page = paper.pages(document.render([paper.facts() | {"url": address}], form).pdf, 200)[-1]
    (corners, *_) = [found.position for found in zxingcpp.read_barcodes(page) if found.text == address]
    assert (corners.top_right.x - corners.top_left.x) / 200 * 25.4 >= 35


@pytest.mark.parametrize(("case", "form"), [*[(case, "a4") for case in CASES], ("typical", "slip"), ("drill", "large")])
def test_the_code_has_a_quiet_zone_of_four_modules(case, form):
    found, page = codes(case, 300, form)[0]
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


@pytest.mark.parametrize(("case", "form"), FORMS)
def test_no_other_font_steps_in(case, form):
    fonts = paper.fonts(paper.printed(case, form).pdf) - {""}
    assert fonts
    assert all("Noto-Sans-CJK-SC" in name for name in fonts)


@pytest.mark.parametrize(("case", "form"), FORMS)
def test_nothing_is_printed_into_the_margins(case, form):
    """Office printers leave four or five millimetres white."""
    least = {"a4": 12.5, "a3": 17, "large": 9.5, "bilingual": 12.5, "slip": 9}[form]
    for page in paper.pictures(case, 150, form):
        whole = page.crop((0, 0, page.width, page.height // 2 - 20)) if form == "slip" else page
        left, top, right, bottom = (edge / 150 * 25.4 for edge in paper.dark(whole))
        assert left >= least
        assert right <= page.width / 150 * 25.4 - least
        assert top >= 5
        assert bottom <= page.height / 150 * 25.4 - 4.5


@pytest.mark.parametrize(("case", "form"), FORMS)
def test_no_two_characters_overlap(case, form):
    for page in paper.characters(paper.printed(case, form).pdf):
        boxes = [(character, box) for character, size, *box in page if size < 100]
        assert not [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :] if _collide(a, b)]


@pytest.mark.parametrize(("case", "form"), FORMS)
def test_the_text_the_title_and_the_foot_are_large_enough(case, form):
    for number, page in enumerate(paper.characters(paper.printed(case, form).pdf)):
        assert min(size for _, size, *_ in page) >= FOOT[form] - 0.01
        label = [size for character, size, *_ in page if character in "涉预现优" and size < 100]
        assert not label or min(label) >= TEXT[form] - 0.01
        assert number or max(size for _, size, *_ in page if size < 100) >= HEADING[form]


@pytest.mark.parametrize("case", CASES)
def test_everything_above_the_foot_is_18_points_or_more(case):
    for page in paper.characters(paper.printed(case).pdf):
        assert min(size for _, size, _, bottom, *_ in page if 65 < bottom < 810) >= 17.99


@pytest.mark.parametrize("case", [case for case in CASES if "longest" not in case])
def test_an_ordinary_notice_is_one_page(case):
    assert paper.printed(case).pages == 1


@pytest.mark.parametrize(("form", "pages"), [("a3", 1), ("slip", 1), ("large", 2), ("bilingual", 2)])
@pytest.mark.parametrize("case", ["typical", "drill"])
def test_pages_of_an_ordinary_notice_in_each_form(case, form, pages):
    assert paper.printed(case, form).pages == pages


@pytest.mark.parametrize(("form", "most"), [("a4", 2), ("a3", 2), ("slip", 1), ("large", 4), ("bilingual", 4)])
@pytest.mark.parametrize("case", ["longest", "longest drill", "one method"])
def test_no_form_needs_many_pages(case, form, most):
    assert paper.printed(case, form).pages <= most


@pytest.mark.parametrize(("case", "form"), FORMS)
def test_colour_is_never_a_cue(case, form):
    page = paper.pages(paper.printed(case, form).pdf, 50, colour=True)[0]
    red, green, blue = page.convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_two_halves_of_a_slip_are_alike():
    (page,) = paper.pictures("typical", 100, "slip")
    half = round(148.4 / 25.4 * 100)
    upper, lower = page.crop((100, 20, 720, half - 20)), page.crop((100, half + 20, 720, 2 * half - 20))
    assert paper.correlation(upper, lower) > 0.95


def test_a_slip_that_is_short_of_room_says_where_the_rest_is():
    facts = paper.facts(ways=paper.LONG_WAYS)
    text = "".join(character for character, *_ in paper.characters(document.render([facts], "slip").pdf)[0])
    assert text.count("其余内容见网点公告") == 2
    assert "常见问题" not in text


def test_the_english_page_says_the_same_in_english():
    pages = ["".join(c for c, *_ in page) for page in paper.characters(paper.printed("typical", "bilingual").pdf)]
    assert "自助缴费暂停服务公告" in pages[0]
    assert "Terminalsnotworking" in pages[1]
    assert "12345" in pages[1]


def test_text_on_the_watermark_has_enough_contrast():
    """WCAG 2: (L1 + 0.05) / (L2 + 0.05) ≥ 4.5 between the darkest watermark and black."""
    grey = [value for count, value in paper.pictures("drill", 50)[0].getcolors() if 128 < value < 250 and count > 3000]
    luminance = ((min(grey) / 255 + 0.055) / 1.055) ** 2.4
    assert (luminance + 0.05) / 0.05 >= 4.5


@pytest.mark.parametrize("form", list(TEXT))
def test_a_drill_is_marked_across_every_page_and_in_its_title(form):
    text = "".join(character for character, *_ in paper.characters(paper.printed("drill", form).pdf)[0])
    assert all(paper.watermarked(page) > 0.04 for page in paper.pictures("drill", 50, form))
    assert f"【演练】{TITLE}" in text


def test_a_real_notice_has_no_watermark():
    assert paper.watermarked(paper.pictures("typical", 50)[0]) < 0.02


def _collide(one, other):
    """Whether two characters share more than a square point. Latin letters may be kerned, or one ligature."""
    (a, box), (b, other_box) = one, other
    if a.isascii() and b.isascii():
        return box != other_box and paper.overlap(box, other_box) > 0.2 * min(_area(box), _area(other_box))
    return paper.overlap(box, other_box) > 1.0


def _area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def test_a_slip_that_goes_over_its_sheet_keeps_edges_code_and_the_mark_of_a_drill():
    facts = paper.CASES["longest drill"]()
    pdf = document.render([{**facts, "lead": "因通信线路中断，自助缴费终端暂停服务。" * 120}], "slip").pdf
    pages = paper.pages(pdf, 200)
    assert len(pages) > 1
    for page, found in zip(pages, paper.characters(pdf), strict=True):
        assert paper.dark(page)[1] > 5 / 25.4 * 200
        assert "演练" in "".join(character for character, *_ in found)
        assert any(code.text == facts["check_url"] for code in zxingcpp.read_barcodes(page))
