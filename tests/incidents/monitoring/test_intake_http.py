"""The reports' address over HTTP: through the gateway in front of Django, and as an ordinary view."""

import gzip
import io
import json

import pytest
from django.db import OperationalError
from django.test import Client
from django.test.utils import override_settings

from incidents.monitoring import actions
from incidents.monitoring.intake import keys, store
from incidents.monitoring.intake.gateway import Gateway
from incidents.monitoring.models import IntakeKey, MinuteWindow, TerminalState
from tests.conftest import NOON
from tests.incidents.monitoring.conftest import report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "terminal")]
JSON, NDJSON = "application/json", "application/x-ndjson"


@pytest.fixture
def secret(db):
    return actions.create_key(name="网关", sites=[], actor=None, now=NOON)[1]


def elsewhere(environ, start_response):
    return [environ["PATH_INFO"].encode()]


def through_gateway(body, method, headers, **more):
    """The gateway as a server calls it."""
    heads: list[tuple[str, dict[str, str]]] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/api/v1/reports",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        **{key.upper().replace("-", "_"): value for key, value in headers.items() if key.startswith("Content")},
        **{f"HTTP_{key.upper().replace('-', '_')}": value for key, value in headers.items()},
        **more,
    }
    environ = {key: value for key, value in environ.items() if value is not None}
    content = b"".join(Gateway(elsewhere)(environ, lambda status, head: heads.append((status, dict(head)))))
    (status, head) = heads[0]
    return int(status[:3]), json.loads(content), head


def through_django(body, method, headers):
    kind = headers.get("Content-Type", "")
    answer = Client().generic(method, "/api/v1/reports", body, kind, headers=headers)
    return answer.status_code, answer.json(), answer.headers


@pytest.fixture(params=[through_gateway, through_django])
def post(request, secret):
    """post(body, …) -> (status, answer, headers); body is bytes or what JSON can say."""

    def send(body, kind=JSON, method="POST", **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return request.param(raw, method, {"Authorization": f"Bearer {secret}", "Content-Type": kind, **named})

    return send


def packed(body):
    return gzip.compress(body, mtime=0)


def lines(*reports):
    return b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in reports)


ACCEPTED = {"accepted": 1, "duplicates": 0, "rejected": []}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (report(), JSON),
        ([report()], JSON),
        (lines(report()), NDJSON),
        (lines(b"", report(), b"  ", b""), NDJSON),
        (report(), "application/json; charset=UTF-8"),
    ],
)
def test_every_form_of_a_report_is_accepted(post, body, kind):
    assert post(body, kind)[:2] == (200, ACCEPTED)
    assert TerminalState.objects.get().seq == 1


def test_gzip_is_accepted(post):
    body = packed(lines(report(seq=1))) + packed(b"\n" + lines(report(seq=2)))
    assert post(body, NDJSON, Content_Encoding="gzip")[1]["accepted"] == 2


def test_a_single_report_posted_twice_is_a_duplicate(post):
    post(report())
    assert post(report())[1] == {"accepted": 0, "duplicates": 1, "rejected": []}
    assert MinuteWindow.objects.get().ok == 4


@pytest.mark.parametrize(("body", "kind"), [(b"[]", JSON), (b"", NDJSON)])
def test_nothing_to_report_is_no_error(post, body, kind):
    assert post(body, kind)[:2] == (200, {"accepted": 0, "duplicates": 0, "rejected": []})


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"seq": "x"}, "malformed_row", "seq"),
        ({"seq": 2**63}, "malformed_row", "seq"),
        ({"at": "2026-11-23T12:00:00"}, "malformed_row", "at"),
        ({"at": "yesterday"}, "malformed_row", "at"),
        ({"device": "asleep"}, "malformed_row", "device"),
        ({"components": {"printer": {"state": "tired"}}}, "malformed_row", "components.state"),
        ({"components": {"printer": {}}}, "malformed_row", "components"),
        ({"components": {"p" * 21: {"state": "ok"}}}, "malformed_row", "components"),
        (
            {"components": {"printer": {"state": "ok", "fault_code": "F" * 41}}},
            "malformed_row",
            "components.fault_code",
        ),
        ({"network": {"latency_ms": -1}}, "malformed_row", "network.latency_ms"),
        ({"payments": {"m" * 21: {"ok": 1}}}, "malformed_row", "payments"),
        ({"payments": {str(n): {} for n in range(33)}}, "malformed_row", "payments"),
        ({"payments": {"wechat": {"ok": -1}}}, "negative_count", "payments.ok"),
        ({"payments": {"wechat": {"failed": 10_001}}}, "absurd_count", "payments.failed"),
        ({"terminal": "x" * 41}, "malformed_row", "terminal"),
    ],
)
def test_a_faulty_row_is_named_and_the_good_one_kept(post, fields, code, field):
    status, answer, _ = post([{**report(), **fields}, report(seq=2)])
    assert (status, answer["accepted"]) == (200, 1)
    rejected = answer["rejected"][0]
    assert (rejected["index"], rejected["code"]) == (0, code)
    assert f" {field} " in rejected["message"]


def test_a_line_that_is_no_json_spoils_no_other(post):
    status, answer, _ = post(lines(report(), b'{"terminal": ', report(seq=2)), NDJSON)
    assert (status, answer["accepted"]) == (200, 2)
    assert [(row["index"], row["code"]) for row in answer["rejected"]] == [(1, "malformed_row")]


@pytest.mark.parametrize(
    ("body", "kind", "line", "byte"),
    [
        (b"", JSON, 1, 1),
        (b"nonsense", JSON, 1, 2),
        (b'[{"terminal": "x"},\n nonsense]', JSON, 2, 23),
        (b'[{"terminal": "x"}', JSON, 1, 19),
        (b"nonsense\nnonsense", NDJSON, 1, 2),
        (b"\xff", JSON, 1, 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(post, body, kind, line, byte):
    status, answer, _ = post(body, kind)
    assert (status, answer["code"]) == (400, "malformed")
    assert f"第 {line} 行，第 {byte} 字节" in answer["message"]


def test_the_message_is_in_the_language_asked_for(post):
    assert "字段" in post([{}], Accept_Language="zh-CN,zh;q=0.9")[1]["rejected"][0]["message"]


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer eok_unknown", "Basic abc", "Bearer 密钥".encode().decode("latin-1")]
)
def test_without_a_good_key_nothing_is_taken(post, authorization):
    status, answer, headers = post(report(), Authorization=authorization)
    assert (status, answer["code"], headers["WWW-Authenticate"]) == (401, "unauthorized", "Bearer")
    assert not TerminalState.objects.exists()


def test_the_key_may_come_in_a_header_of_its_own(post, secret):
    assert post(report(), Authorization="", X_Intake_Key=secret)[0] == 200


@override_settings(INTAKE_KEY_TTL=0)
def test_a_revoked_key_is_refused(post):
    post(report())
    IntakeKey.objects.update(revoked_at=NOON)
    assert post(report(seq=2))[0] == 401


def test_a_revocation_elsewhere_is_noticed_within_three_seconds(secret):
    assert keys.grant_of(secret, clock=100) is not None
    IntakeKey.objects.update(revoked_at=NOON)
    assert keys.grant_of(secret, clock=103) is None


def test_the_use_of_a_key_is_noted(post):
    post(report())
    assert IntakeKey.objects.get().last_used_at is not None


def test_a_bound_key_that_lost_its_sites_opens_nothing(post):
    IntakeKey.objects.update(is_bound=True)
    assert post(report())[1]["rejected"][0]["code"] == "not_your_site"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(post, method):
    status, answer, headers = post(b"", method=method)
    assert (status, answer["code"], headers["Allow"]) == (405, "method_not_allowed", "POST")


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"]
)
def test_other_types_are_refused(post, kind):
    assert post(report(), kind)[:1] == (415,)


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip"])
def test_other_encodings_are_refused(post, encoding):
    status, answer, _ = post(report(), Content_Encoding=encoding)
    assert (status, answer["code"]) == (415, "unsupported_encoding")


@pytest.mark.parametrize("body", [b"no gzip", packed(b"[]")[:-4]])
def test_broken_gzip_is_refused(post, body):
    assert post(body, Content_Encoding="gzip")[1]["code"] == "broken_gzip"


@override_settings(INTAKE_MAX_BYTES=2000, INTAKE_MAX_DECOMPRESSED_BYTES=9000, INTAKE_MAX_ROWS=3)
@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (b" " * 2001, {}, "too_large"),
        (packed(b" " * 9001), {"Content_Encoding": "gzip"}, "too_large_decompressed"),
        (packed(b" " * 5000) * 2, {"Content_Encoding": "gzip"}, "too_large_decompressed"),
        ([{}] * 4, {}, "too_many_rows"),
    ],
)
def test_what_is_too_large_is_refused(post, body, headers, code):
    status, answer, _ = post(body, **headers)
    assert (status, answer["code"]) == (413, code)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_instants_at_the_edge_of_time_are_refused_quietly(post, at):
    assert post([report(at=at)])[1]["rejected"][0]["code"] in ("time_ahead", "time_behind", "malformed_row")


@pytest.mark.logs_errors
@pytest.mark.parametrize(("error", "status"), [(OperationalError("gone"), 503), (ValueError("bug"), 500)])
def test_what_is_not_stored_is_never_answered_2xx(post, monkeypatch, error, status):
    monkeypatch.setattr(store, "_run", lambda *args: (_ for _ in ()).throw(error))
    for body in (report(), [report(), report(seq=2)]):
        answered, _, headers = post(body)
        assert answered == status
        assert (headers.get("Retry-After") == "5") is (status == 503)


class Short(io.BytesIO):
    """A sender that goes away in the middle."""

    def read(self, size=-1):
        raise OSError("connection reset")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"CONTENT_LENGTH": "9999"}, 400),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "x"}, 400),
        ({"CONTENT_LENGTH": ""}, 400),
        ({"CONTENT_LENGTH": "99999999"}, 413),
        ({"CONTENT_LENGTH": "", "wsgi.input_terminated": True}, 200),
        ({"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "wsgi.input": Short()}, 400),
    ],
)
def test_only_whole_bodies_are_taken(secret, changes, status):
    seen: list[int] = []
    body = json.dumps(report()).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/reports",
        "CONTENT_TYPE": JSON,
        "HTTP_AUTHORIZATION": f"bearer {secret}",
        "wsgi.input": io.BytesIO(body),
        **changes,
    }
    Gateway(elsewhere)(environ, lambda line, head: seen.append(int(line[:3])))
    assert seen == [status]


def test_the_gateway_passes_other_addresses_on():
    answered = Gateway(elsewhere)({"PATH_INFO": "/api/v1/reports/"}, lambda status, head: None)
    assert answered == [b"/api/v1/reports/"]


PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("scheme", "forwarded", "trusted", "status"),
    [
        ("http", None, None, 403),
        ("https", None, None, 200),
        ("http", "https", None, 403),
        ("http", "https", PROXY, 200),
        ("https", "http", PROXY, 403),
    ],
)
def test_the_gateway_takes_no_plain_http_where_https_is_wanted(settings, secret, scheme, forwarded, trusted, status):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, trusted
    headers = {"Content-Type": JSON, "Authorization": f"Bearer {secret}", "X-Forwarded-Proto": forwarded}
    found, answer, _ = through_gateway(json.dumps([report()]).encode(), "POST", headers, **{"wsgi.url_scheme": scheme})
    assert found == status
    assert answer.get("code", "https_required") == "https_required"
