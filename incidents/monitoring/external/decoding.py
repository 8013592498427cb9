"""What others send becomes alerts of one shape. Pure: bytes and headers in, alerts out (FACTS of each format beside it)."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from emergency_ops.lib import clock
from emergency_ops.lib.errors import Invalid

from .choices import SourceKind

MOST_ALERTS = 2000
LONGEST = 500
MOST_LABELS = 60
Json = dict[str, Any]


@dataclass(frozen=True)
class Alert:
    """An alert as it was told. key: the same for every telling of one occurrence, at most 120 characters.

    event_id: names the telling itself where the format does, so that a repeat of it is a duplicate; else "".
    labels: texts; severity in the sender's own word. at: when it began, or where not firing, when it ended (None: not said).
    ends_once: what has ended does not begin again under this key, so that a telling of its begin that comes later is late.
    """

    key: str
    firing: bool
    title: str
    labels: Mapping[str, str]
    severity: str = ""
    at: datetime | None = None
    url: str = ""
    event_id: str = ""
    ends_once: bool = False


def decode(kind: str, body: bytes, headers: Mapping[str, str]) -> list[Alert]:
    """Raises Invalid for a body that is not what the kind of source sends."""
    match kind:
        case SourceKind.ALERTMANAGER:
            alerts = list(_alertmanager(_object(_json(body))))
        case SourceKind.ZABBIX:
            alerts = [_zabbix(_object(_json(body)))]
        case _:
            alerts = [_cloud_event(event) for event in _cloud_events(body, headers)]
    if len(alerts) > MOST_ALERTS:
        raise Invalid("too_many_alerts", _("一次最多接收%(most)s条告警，请分批发送。"), most=MOST_ALERTS)
    return alerts


def _alertmanager(given: Json) -> Iterator[Alert]:
    """Webhook version 4. A firing alert's endsAt is 0001-01-01; unknown keys are ignored."""
    if str(given.get("version")) != "4" or not isinstance(given.get("alerts"), list):
        raise Invalid("not_alertmanager", _("不是 Alertmanager webhook 第4版的内容：缺少 version 或 alerts。"))
    for alert in given["alerts"]:
        row = _object(alert)
        labels, notes = _texts(row.get("labels")), _texts(row.get("annotations"))
        began, firing = str(row.get("startsAt", "")), row.get("status") != "resolved"
        name = str(row.get("fingerprint") or _digest(labels))
        yield Alert(
            key=_key(f"{name}:{began}"),
            firing=firing,
            title=(notes.get("summary") or notes.get("description") or labels.get("alertname", ""))[:LONGEST],
            labels=labels,
            severity=labels.get("severity", ""),
            at=_moment(began if firing else str(row.get("endsAt", ""))),
            url=str(row.get("generatorURL", ""))[:LONGEST],
        )


def _zabbix(given: Json) -> Alert:
    """The body of our media type: value 1 is a problem, 0 its recovery; both carry the problem's event id."""
    event, host = str(given.get("event_id", "")), str(given.get("host", ""))
    if not event or not host or str(given.get("value")) not in ("0", "1"):
        raise Invalid("not_zabbix", _("不是本系统 Zabbix 媒介类型的内容：缺少 event_id、host 或 value。"))
    tags = given.get("tags")
    labels = {**_tags(tags), "host": host, "trigger": str(given.get("trigger_id", ""))}
    return Alert(
        key=_key(f"{labels['trigger']}:{event}"),
        firing=str(given["value"]) == "1",
        title=str(given.get("name", ""))[:LONGEST],
        labels=labels,
        severity=str(given.get("severity", "")),
        url=str(given.get("url", ""))[:LONGEST],
        ends_once=True,
    )


def _tags(tags: Any) -> dict[str, str]:
    """{EVENT.TAGSJSON}: a list of tag and value, or that list as text."""
    if isinstance(tags, str):
        try:
            tags = json.loads(tags)
        except ValueError:
            return {}
    found = (row for row in tags if isinstance(row, dict) and row.get("tag")) if isinstance(tags, list) else ()
    return _texts({row["tag"]: row.get("value", "") for row in found})


def _cloud_events(body: bytes, headers: Mapping[str, str]) -> list[Json]:
    """Structured, batch and binary mode of CloudEvents 1.0 over HTTP; header names in lower case."""
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "application/cloudevents+json":
        return [_object(_json(body))]
    if content_type == "application/cloudevents-batch+json":
        given = _json(body)
        if not isinstance(given, list):
            raise Invalid("not_batch", _("CloudEvents 批量内容应为 JSON 列表。"))
        return [_object(one) for one in given]
    event: Json = {name[3:]: _storable(unquote(value)) for name, value in headers.items() if name.startswith("ce-")}
    if not event:
        raise Invalid("not_cloudevent", _("不是 CloudEvents：请使用 application/cloudevents+json 或 ce-* 请求头。"))
    return [{**event, "data": _json(body) if body else {}}]


def _cloud_event(event: Json) -> Alert:
    """data: {terminal or site, code, status "firing" or "resolved", title, key, labels}. The same source and id is a duplicate."""
    missing = [name for name in ("id", "source", "specversion", "type") if not event.get(name)]
    if missing:
        raise Invalid("cloudevent_missing", _("CloudEvents 缺少必需属性：%(names)s。"), names=", ".join(missing))
    if str(event["specversion"]) != "1.0":
        raise Invalid("cloudevent_version", _("只支持 CloudEvents 1.0。"))
    data = _data(event)
    labels = {**_texts(data.get("labels")), **_texts({name: data[name] for name in NAMED if data.get(name)})}
    occurrence = str(data.get("key") or event.get("subject") or event["id"])
    return Alert(
        key=_key(f"{event['source']}:{occurrence}"),
        firing=str(data.get("status", "firing")).lower() not in RESOLVED,
        title=str(data.get("title") or data.get("summary") or event["type"])[:LONGEST],
        labels={**labels, "type": str(event["type"])[:LONGEST], "source": str(event["source"])[:LONGEST]},
        severity=str(data.get("severity", "")),
        at=_moment(str(event.get("time", ""))),
        url=str(data.get("url", ""))[:LONGEST],
        event_id=_digest([str(event["source"]), str(event["id"])]),
    )


NAMED = ("terminal", "site", "code")
RESOLVED = frozenset({"resolved", "ok", "recovered", "closed"})


def _data(event: Json) -> Json:
    if "data_base64" in event:
        try:
            return _object(_json(base64.b64decode(str(event["data_base64"]), validate=True)))
        except ValueError as error:
            raise Invalid("data_base64", _("data_base64 不是有效的 Base64。")) from error
    return _object(event.get("data") or {})


def _json(body: bytes) -> Any:
    try:
        return _storable(json.loads(body.decode("utf-8-sig")))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Invalid("not_json", _("内容不是有效的 JSON（UTF-8）。")) from error


def _object(given: Any) -> Json:
    if not isinstance(given, dict):
        raise Invalid("not_object", _("内容应为 JSON 对象。"))
    return given


def _texts(given: Any) -> dict[str, str]:
    """At most so many labels, all of them texts."""
    if not isinstance(given, dict):
        return {}
    rows = list(given.items())[:MOST_LABELS]
    return {str(name)[:80]: str(value)[:LONGEST] for name, value in rows}


def _storable(given: Any) -> Any:
    """The same without what JSON can say and the database cannot keep: NUL, and halves of surrogate pairs."""
    if isinstance(given, str):
        return given.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(given, list):
        return [_storable(one) for one in given]
    if isinstance(given, dict):
        return {_storable(name): _storable(value) for name, value in given.items()}
    return given


def _moment(text: str) -> datetime | None:
    """An instant with its zone; None where there is none, or Go's zero time."""
    try:
        found = parse_datetime(text[:40]) if text else None
    except ValueError:
        return None
    if found is None or found.year < 2000:
        return None
    return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)


def _key(text: str) -> str:
    return text if len(text) <= 120 else _digest(text)


def _digest(value: Mapping[str, str] | Sequence[str] | str) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:40]
