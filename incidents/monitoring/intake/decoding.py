"""Bytes to reports. The usual request is decoded in one go; only one with a faulty row is taken apart row by row."""

import re
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from .limits import Limits, limits
from .refusals import RequestRefused, RowRefused
from .reports import MAX_COUNT, Report

Row = Report | RowRefused

JSON_TYPES = frozenset({"application/json"})
NDJSON_TYPES = frozenset({"application/x-ndjson", "application/ndjson"})
_one = msgspec.json.Decoder(Report)
_many = msgspec.json.Decoder(list[Report])
_raw = msgspec.json.Decoder(list[msgspec.Raw])
_anything = msgspec.json.Decoder(msgspec.Raw)

_BYTE = re.compile(r" \(byte (\d+)\)")
_PLACE = re.compile(r"^(?P<reason>.*?)(?: - at (?P<key>`key` in )?`\$\.?(?P<path>.*)`)?$", re.DOTALL)
#: what msgspec raises for text that is no JSON, JSON of another shape, and strings that are no UTF-8
_ERRORS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def decode(body: bytes, content_type: str, content_encoding: str = "") -> Sequence[Row]:
    """The rows of a request's body, in order; a faulty row is there as its refusal.

    Raises:
        RequestRefused: type or encoding unknown, too large, too many rows, or nothing of it can be read.
    """
    ndjson = _is_ndjson(content_type)
    bounds = limits()
    text = _decompressed(body, content_encoding, bounds)
    rows = _lines(text) if ndjson else _document(text)
    if len(rows) > bounds.max_rows:
        raise RequestRefused("too_many_rows", limit=bounds.max_rows)
    return rows


def _is_ndjson(content_type: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charset = next((p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if kind not in JSON_TYPES | NDJSON_TYPES or charset not in ("utf-8", "utf8"):
        raise RequestRefused("unsupported_type")
    return kind in NDJSON_TYPES


def _decompressed(body: bytes, encoding: str, bounds: Limits) -> bytes:
    """The body without its gzip (several members are allowed), never more than the limit of it."""
    if len(body) > bounds.max_bytes:
        raise RequestRefused("too_large", limit=bounds.max_bytes)
    if encoding.strip().lower() in ("", "identity"):
        return body
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise RequestRefused("unsupported_encoding")
    out, rest, room = [], body, bounds.max_decompressed_bytes
    while rest:
        member = zlib.decompressobj(wbits=31)
        try:
            out.append(member.decompress(rest, room + 1))
        except zlib.error as error:
            raise RequestRefused("broken_gzip") from error
        room -= len(out[-1])
        if room < 0:
            raise RequestRefused("too_large_decompressed", limit=bounds.max_decompressed_bytes)
        if not member.eof:
            raise RequestRefused("broken_gzip")
        rest = member.unused_data
    return b"".join(out)


def _document(text: bytes) -> Sequence[Row]:
    """One report or a list of reports."""
    is_list = text.lstrip()[:1] == b"["
    try:
        return _many.decode(text) if is_list else [_one.decode(text)]
    except _ERRORS:
        pass
    try:
        rows: Iterable[Any] = _raw.decode(text) if is_list else [_anything.decode(text)]
    except _ERRORS as error:
        raise malformed(text, error) from error
    return [_row(bytes(row)) for row in rows]


def _lines(text: bytes) -> Sequence[Row]:
    """A report a line; blank lines do not count. A line that is no JSON spoils no other, unless all are so."""
    try:
        return _one.decode_lines(text)
    except _ERRORS:
        pass
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [_row(line) for line in lines]
    if not any(map(_is_json, lines)):
        try:
            _anything.decode(lines[0])
        except _ERRORS as error:
            raise malformed(lines[0], error) from error
    return rows


def _is_json(text: bytes) -> bool:
    try:
        _anything.decode(text)
    except _ERRORS:
        return False
    return True


def _row(text: bytes) -> Row:
    try:
        return _one.decode(text)
    except _ERRORS as error:
        return row_refusal(str(error))


def row_refusal(error: str) -> RowRefused:
    """msgspec's sentence as one of our codes. `Expected `int` >= 0 - at `$.payments[...].ok`` is a negative count."""
    found = _PLACE.match(error)
    path = (found and found["path"]) or ""
    field = path.replace("[...]", "") or "-"
    if path.startswith("payments[...]."):
        if error.startswith("Expected `int` >= "):
            return RowRefused("negative_count", {"field": field})
        if error.startswith("Expected `int` <= "):
            return RowRefused("absurd_count", {"field": field, "limit": MAX_COUNT})
    return RowRefused("malformed_row", {"field": field, "reason": found["reason"] if found else error})


def malformed(text: bytes, error: Exception) -> RequestRefused:
    """The refusal that says where the text stops being JSON (line and byte, counted from 1)."""
    found = _BYTE.search(str(error))
    offset = int(found[1]) if found else getattr(error, "start", len(text))
    line = text.count(b"\n", 0, offset) + 1
    return RequestRefused("malformed", line=line, byte=offset + 1, reason=_BYTE.sub("", str(error)))
