"""The intake in OpenAPI, drawn from the structs that decode it and the table of what is refused."""

from typing import Any

import msgspec
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from .refusals import REQUESTS, ROWS
from .reports import Report

_REF = "#/components/schemas/"
_NULL = {"type": "null"}
_NOT_IN_OPENAPI_3_0 = frozenset({"default", "propertyNames"})


def _inlined(schema: Any, parts: dict[str, Any]) -> Any:
    """A schema in OpenAPI 3.0's words (JSON Schema's null is its nullable), without references to components."""
    if isinstance(schema, list):
        return [_inlined(one, parts) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(parts[schema["$ref"].removeprefix(_REF)], parts)
    if _NULL in schema.get("anyOf", ()):
        (known,) = (one for one in schema["anyOf"] if one != _NULL)
        return {**_inlined(known, parts), "nullable": True}
    return {key: _inlined(value, parts) for key, value in schema.items() if _said(key, value)}


def _said(key: str, value: Any) -> bool:
    """Whether OpenAPI 3.0 has this; an empty list of required fields it does not."""
    return key not in _NOT_IN_OPENAPI_3_0 and (key, value) != ("required", [])


def _schema_of(kind: Any) -> dict[str, Any]:
    (schema,), parts = msgspec.json.schema_components([kind], ref_template=f"{_REF}{{name}}")
    inlined: dict[str, Any] = _inlined(schema, parts)
    return inlined


_COUNT = {"type": "integer", "minimum": 0}
_REJECTED = {
    "type": "object",
    "properties": {
        "index": {**_COUNT, "description": "Position in the batch, from 0; blank lines do not count."},
        "code": {"type": "string", "enum": sorted(ROWS)},
        "message": {"type": "string", "description": "A sentence in the language of Accept-Language."},
    },
    "required": ["index", "code", "message"],
}
_OUTCOME = {
    "type": "object",
    "properties": {
        "accepted": _COUNT,
        "duplicates": _COUNT,
        "rejected": {"type": "array", "items": _REJECTED},
    },
    "required": ["accepted", "duplicates", "rejected"],
}


def _refusal(status: int) -> dict[str, Any]:
    codes = sorted(code for code, (of, _) in REQUESTS.items() if of == status)
    return {
        "type": "object",
        "properties": {"code": {"type": "string", "enum": codes}, "message": {"type": "string"}},
        "required": ["code", "message"],
    }


_REPORT = _schema_of(Report)
_EXAMPLE = {
    "terminal": "310101-0001-03",
    "at": "2026-11-23T08:00:12+08:00",
    "seq": 17,
    "device": "online",
    "components": {"printer": {"state": "degraded", "fault_code": "PAPER_LOW"}},
    "network": {"state": "ok", "latency_ms": 38},
    "payments": {"wechat": {"ok": 4, "failed": 1}, "cash": {"ok": 0, "failed": 0}},
}

reports_schema = extend_schema(
    operation_id="post_reports",
    summary="Reports of terminals",
    description=(
        "One report, a JSON list, or one a line (NDJSON); also with `Content-Encoding: gzip`. Good rows of a batch are "
        "kept, each faulty one is answered with index, code and sentence. (terminal, seq) names a report: a repeat is "
        "answered as a duplicate and counts once, so whatever was not answered 2xx is safely posted again. "
        "The key comes as `Authorization: Bearer …` (or `X-Intake-Key`)."
    ),
    parameters=[
        OpenApiParameter("Authorization", str, OpenApiParameter.HEADER, description="Bearer and an intake key")
    ],
    request={
        "application/json": {"oneOf": [_REPORT, {"type": "array", "items": _REPORT}]},
        "application/x-ndjson": {"type": "string", "description": "one report a line"},
    },
    responses={200: _OUTCOME, **{status: _refusal(status) for status in sorted({of for of, _ in REQUESTS.values()})}},
    examples=[OpenApiExample("report", _EXAMPLE, request_only=True, media_type="application/json")],
)
