"""A notice's facts as the templates of print show them: one face a language. No database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from emergency_ops.lib.paper import codes
from emergency_ops.lib.paper.typesetting import address, balanced, name, typeset
from incidents.response.online import signing
from notices.content import wording_en

from . import labels, layout
from .choices import Form

ALL_CLEAR: Final = "all_clear"
#: ems of 28 pt that are left beside a label
LARGE_LINE: Final = 12.0
#: points of a title in large print
LARGE_TITLE: Final = 44.0
#: as wide as a name that is to be written by hand
BLANK: Final = "\u3000" * 4
_WORDS: Final = {"zh": labels.CHINESE, "en": labels.ENGLISH}


def shown(facts: Mapping[str, Any], form: str) -> dict[str, Any]:
    """{"number", "faces": […], "qr", "check"}: codes as data URIs; "check" is only for the slip: on the others it is drawn afterwards.

    A notice that was approved in Chinese only has no English face.
    """
    languages = [one for one in layout.LAYOUTS[form].languages if one == "zh" or facts.get("english")]
    faces = [_set(face(facts, language), form) for language in languages]
    faces[0]["anchor"] = facts["number"]
    check = facts.get("check_url", "")
    return {
        "number": facts["number"],
        "faces": faces,
        "qr": codes.image(facts["url"]),
        "check": codes.image(check) if check and form == Form.SLIP else "",
    }


def face(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The plain texts of one language, as layout measures them."""
    words, notice = _WORDS[language], facts.get("notice") or {}
    text = facts if language == "zh" else facts["english"]
    found = {
        "language": language,
        "words": words,
        "is_drill": facts["drill"],
        "is_all_clear": facts.get("kind") == ALL_CLEAR,
        "title": text["title"],
        "site_name": facts["site"]["name"],
        "lead": text["lead"],
        "facts": text["facts"],
        "ways": text["ways"],
        "hotline": facts["hotline"],
        "phone": facts["phone"],
        "short_url": signing.short_url(facts["url"]),
        "check_address": signing.short_url(facts.get("check_url", "")),
        "organisation": facts["organisation"],
        "signed": _signed(facts["issuer"], notice, words),
        **_dates(facts, language),
        **_numbers(facts, notice, language),
    }
    return {**found, "sign": _sign(found, words)}


def _dates(facts: Mapping[str, Any], language: str) -> dict[str, str]:
    if language == "zh":
        return {"issued_on": facts["issued_on"], "valid_until": facts["valid_until"]}
    dated = datetime.fromisoformat(facts.get("dated") or facts["issued_at"])
    return {
        "issued_on": wording_en.date(dated),
        "valid_until": wording_en.moment(datetime.fromisoformat(facts["expires_at"])),
    }


def _numbers(facts: Mapping[str, Any], notice: Mapping[str, Any], language: str) -> dict[str, str]:
    """number: what everybody quotes; sheet: the site's own sheet, where that is another number."""
    version, words = labels.version(facts["version"], language), _WORDS[language]
    own = "\u3000".join(filter(None, (facts["number"], version)))
    if not notice:
        return {"shown_number": f"{words['number']} {own}", "sheet": ""}
    return {"shown_number": f"{words['number']} {notice['number']}", "sheet": own}


def _signed(issuer: str, notice: Mapping[str, Any], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Two roles and who had them, "" to be written by hand. One who approved and issued stands once, beside who handed it in."""
    approver, submitter = notice.get("approver", ""), notice.get("submitter", "")
    if approver == issuer and submitter:
        return [(words["submitter"], submitter), (words["both"], issuer)]
    return [(words["issuer"], issuer), (words["approver"], approver)]


def _sign(face: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    signed = [f"{role} {person or BLANK}" for role, person in face["signed"]]
    return [
        face["short_url"],
        f"{words['unit']} {face['organisation']}",
        "\u3000".join(signed),
        f"{words['issued']} {face['issued_on']}",
        f"{words['valid']} {face['valid_until']}",
    ]


def _set(face: dict[str, Any], form: str) -> dict[str, Any]:
    """The face with its texts typeset for the form."""
    if form == Form.SLIP:
        return _as_slip(face)
    sheet = layout.everything(face) if form == Form.LARGE else layout.sheet(face)
    setting = sheet.setting
    size = layout.title_size(face, setting)
    return {
        **face,
        "setting": setting.name,
        "long_title": size < setting.title,
        "is_long": not sheet.is_one,
        "title": balanced(
            face["title"], layout.title_line(size if form != Form.LARGE else LARGE_TITLE), labels.TITLE_WORDS
        ),
        "site": name(face["site_name"], layout.SITE_LINE),
        "lead": typeset(face["lead"], setting.full_width),
        "facts": _rows(sheet.facts, setting.value_width, face["language"], form),
        "ways": _rows(sheet.ways, setting.value_width, face["language"], form),
        "foot": "\n".join(filter(None, (face["shown_number"], _check(face)))),
        "short_url": address(face["short_url"]),
    }


def _check(face: Mapping[str, Any]) -> str:
    return f"{face['words']['check']} {face['check_address']}" if face["check_address"] else ""


def _as_slip(face: dict[str, Any]) -> dict[str, Any]:
    slip = layout.slip(face)
    return {
        **face,
        "whole": slip.whole,
        "left_out": slip.left_out,
        "long_title": layout.slip_title(face) < layout.SLIP_TITLE,
        "halves": ["first"] if slip.whole else ["first", "second"],
        "facts": _rows(slip.facts, layout.SLIP_VALUE),
        "ways": _rows(slip.ways, layout.SLIP_VALUE),
        "short_url": address(face["short_url"]),
        "check_address": address(face["check_address"]),
    }


def _rows(
    rows: Sequence[Sequence[str]], line: float, language: str = "zh", form: str = Form.A4
) -> list[tuple[str, str]]:
    """Chinese labels are filled up to five ems with ideographic spaces, which is what the style sheet indents a row by."""
    if language == "en":
        return [(label, text) for label, text in rows]
    if form == Form.LARGE:
        return [(label, typeset(text, LARGE_LINE)) for label, text in rows]
    return [(label.ljust(5, "\u3000"), typeset(text, line)) for label, text in rows]
