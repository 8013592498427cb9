"""What speed is measured against: the least that Django can do with the same reports."""

import msgspec
import psycopg
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from incidents.monitoring.intake.reports import Report
from notices.content.models import NoticeSite, NoticeText
from resources.network.models import Site

TABLES = """
DROP TABLE IF EXISTS bench_latest, bench_insert;
CREATE TABLE bench_latest (code text PRIMARY KEY, seq bigint, at timestamptz, device text, components jsonb, network text,
    latency int, payments jsonb);
CREATE TABLE bench_insert (id bigserial PRIMARY KEY, code text, seq bigint, at timestamptz, body jsonb)
"""
UPSERT = """
INSERT INTO bench_latest SELECT * FROM unnest(%b::text[], %b::bigint[], %b::timestamptz[], %b::text[], %b::jsonb[],
    %b::text[], %b::int[], %b::jsonb[])
ON CONFLICT (code) DO UPDATE SET seq = excluded.seq, at = excluded.at, device = excluded.device,
    components = excluded.components, network = excluded.network, latency = excluded.latency, payments = excluded.payments
"""
_SITE = Engine().from_string("""<!doctype html><html lang="zh-Hans"><title>{{ site.name }}</title><h1>{{ site.name }}</h1>
<p>{{ site.region.name }} {{ site.address }} {{ site.opening_hours }} {{ site.phone }}</p>
{% for one in words %}<h2>{{ one.title }}</h2><p>{{ one.short }}</p><p>{{ one.lead }}</p><p>{{ one.until }}</p><p>{{ one.instead }}</p>
<p>{{ one.cash }}</p><p>{{ one.bring }}</p><p>{{ one.priority }}</p>{% endfor %}
{% for row in rows %}<h2>{{ row.notice.number }}</h2><dl>{% for label, text in row.facts.facts %}<dt>{{ label }}</dt><dd>{{ text }}</dd>
{% endfor %}{% for label, text in row.facts.ways %}<dt>{{ label }}</dt><dd>{{ text }}</dd>{% endfor %}</dl>{% endfor %}""")
_many = msgspec.json.Decoder(list[Report])
_one = msgspec.json.Decoder(Report)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


@csrf_exempt
def upsert(request: HttpRequest) -> HttpResponse:
    """One bare unnest upsert of a list of reports."""
    rows = sorted(_many.decode(request.body), key=lambda row: row.terminal)
    columns = [
        [row.terminal for row in rows],
        [row.seq for row in rows],
        [row.at for row in rows],
        [row.device for row in rows],
        [_text(row.components) for row in rows],
        [row.network.state for row in rows],
        [row.network.latency_ms for row in rows],
        [_text(row.payments) for row in rows],
    ]
    connection.ensure_connection()
    psycopg.Cursor(connection.connection).execute(UPSERT, columns, binary=True)
    return HttpResponse(b"{}", headers={"Content-Length": "2"})


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One INSERT of one report."""
    row = _one.decode(request.body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_insert (code, seq, at, body) VALUES (%s, %s, %s, %s)",
            [row.terminal, row.seq, row.at, request.body.decode()],
        )
    return HttpResponse(b"{}", headers={"Content-Length": "2"})


def site(request: HttpRequest, code: str) -> HttpResponse:
    """What holds at a site, its notices' words and facts, in a plain template."""
    here = Site.objects.select_related("region").get(code=code)
    rows = NoticeSite.objects.filter(site=here, notice__status="issued", notice__is_drill=False)
    rows = rows.select_related("notice__region").order_by("-notice__issued_at")
    words = NoticeText.objects.filter(
        notice__in=[row.notice_id for row in rows], version=F("notice__approved_version"), language="zh-hans"
    )
    body = _SITE.render(Context({"site": here, "rows": rows, "words": words})).encode()
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


urlpatterns = [
    path("upsert", upsert),
    path("insert", insert),
    path("site/<str:code>/", site),
    path("status/", include("notices.channels.status.urls")),
]
