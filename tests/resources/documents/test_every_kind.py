"""Every kind of paper as it comes out of the printer, with the longest names: nothing overlaps, is cut off or cannot be scanned."""

from collections import Counter
from collections.abc import Callable

import pytest
import zxingcpp

from emergency_ops.lib.paper.printed import Printed
from resources.documents import registry, setting
from resources.documents.sheet import Sheet
from tests import printed
from tests.conftest import NOON
from tests.resources.documents import longest, longest_response

#: two boxes overlap if they share more than this share of the smaller one: kerned punctuation may touch
TOUCHING = 0.25
#: printers leave this much of a sheet's edge blank, in millimetres
UNPRINTABLE = 4.0
DPI = 300
CASES: dict[str, Callable[..., longest.Case]] = {
    "transfer_slip": longest.transfer_slip,
    "long transfer_slip": lambda: longest.transfer_slip(9),
    "count_sheet": longest.count_sheet,
    "equipment_labels": longest.label_sheet,
    "single equipment_labels": longest.single_labels,
    "equipment_list": longest.equipment_list,
    "badge_sheet": longest.badge_sheet,
    "duty_calendar": longest.duty_calendar,
    "terminal_labels": longest_response.terminal_labels,
    "site_labels": longest_response.site_labels,
    "emergency_code": longest_response.emergency_code,
    "small emergency_code": longest_response.small_emergency_code,
    "supply_list": longest_response.supply_list,
    "plan": longest_response.plan,
    "patrol_sheet": longest_response.patrol_sheet,
    "test_page": longest_response.printer_test_page,
    "priority_notice": longest_response.priority_notice,
    "longest priority_notice": longest_response.longest_priority_notice,
}


class Look:
    """A printed case with its pages as pictures and as characters (both made once)."""

    def __init__(self, case: longest.Case) -> None:
        kind = registry.type_of(case.kind)
        self.case = case
        self.sheet = Sheet(case.kind, str(kind.kind.label), case.title, NOON, case.facts)
        self.printed: Printed = setting.render(self.sheet)
        self.pictures = printed.pages(self.printed.pdf, DPI)
        self.characters = printed.characters(self.printed.pdf)


_looks: dict[str, Look] = {}


@pytest.fixture(params=CASES)
def look(request, regions, make_person):
    """Each case is set once for all tests."""
    if request.param not in _looks:
        make = CASES[request.param]
        _looks[request.param] = Look(make(make_person) if make is longest.duty_calendar else make())
    return _looks[request.param]


def boxes(page):
    return [(left, bottom, right, top) for _, _, left, bottom, right, top in page]


def shared(one, other):
    """The share of the smaller box that two boxes have in common."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / smaller if smaller else 0.0


def overlapping(page):
    """Pairs of characters that are printed over each other."""
    rows = sorted(page, key=lambda one: one[2])
    found = []
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            if other[2] >= one[4]:
                break
            if shared(one[2:], other[2:]) > TOUCHING:
                found.append((one[0], other[0], one[2:]))
    return found


def ink(picture, box, margin=0):
    """How much of a box (in points, from the bottom) is dark."""
    scale = DPI / 72
    left, bottom, right, top = box
    area = (
        left * scale - margin,
        picture.height - top * scale - margin,
        right * scale + margin,
        picture.height - bottom * scale + margin,
    )
    crop = picture.crop(tuple(round(edge) for edge in area))
    return sum(crop.histogram()[:128])


def test_every_registered_kind_is_looked_at():
    assert {str(one.kind) for one in registry.registered()} <= {name.split()[-1] for name in CASES}


def test_the_codes_can_be_scanned(look):
    found = [code.text for picture in look.pictures for code in zxingcpp.read_barcodes(picture)]
    assert Counter(found) == Counter(look.case.codes)


def test_no_two_characters_are_printed_over_each_other(look):
    assert [pair for page in look.characters for pair in overlapping(page)] == []


def test_no_character_is_cut_off(look):
    missing = [
        character
        for page, picture in zip(look.characters, look.pictures, strict=True)
        for character, _, *box in page
        if not ink(picture, box)
    ]
    assert missing == []


def test_nothing_is_printed_over_a_code(look):
    for page, picture in zip(look.characters, look.pictures, strict=True):
        for code in zxingcpp.read_barcodes(picture):
            corners, scale = code.position, 72 / DPI
            area = (
                corners.top_left.x * scale, (picture.height - corners.bottom_left.y) * scale,
                corners.bottom_right.x * scale, (picture.height - corners.top_right.y) * scale,
            )  # fmt: skip
            assert [character for character, _, *box in page if shared(box, area)] == []


def test_nothing_is_printed_where_printers_cannot(look):
    for picture in look.pictures:
        if picture.width < picture.height * 1.5:
            left, top, right, bottom = (edge / DPI * 25.4 for edge in printed.dark(picture))
            assert min(left, top) >= UNPRINTABLE
            assert right <= picture.width / DPI * 25.4 - UNPRINTABLE
            assert bottom <= picture.height / DPI * 25.4 - UNPRINTABLE


def test_only_the_one_font_is_used(look):
    fonts = printed.fonts(look.printed.pdf) - {""}
    assert fonts
    assert all("Noto-Sans-CJK-SC" in name for name in fonts)


def test_there_are_as_many_pages_as_it_takes(look):
    assert look.printed.pages == (look.case.pages or look.printed.pages)


def test_the_same_facts_give_the_same_bytes(look):
    assert setting.render(look.sheet).sha256 == look.printed.sha256
