"""A fleet of any size, made with a few statements."""

from django.db import connection

from resources.network.models import Terminal

_REGIONS = """
INSERT INTO resources_region (code, name)
SELECT (310000 + n)::text, '区' || n FROM generate_series(1, 99) n
UNION ALL VALUES ('310000', '上海市'), ('000000', '全国') ON CONFLICT DO NOTHING
"""
_SITES = """
INSERT INTO resources_site (code, name, region_id, address, kind, opening_hours, daily_visitors, elderly_share, phone, pinyin, initials)
SELECT 'B' || lpad(n::text, 5, '0'), '网点' || n, (310001 + n %% 99)::text, '', '', '00:00-24:00', 600, 0.2, '', '', ''
FROM generate_series(1, %s) n ON CONFLICT DO NOTHING
"""
_TERMINALS = """
INSERT INTO resources_terminal (code, site_id, model, software_version, line, payment_methods, services, hourly_payments, status)
SELECT s.code || '-' || lpad(n::text, 2, '0'), s.id, 'ZZ-200', '4.2.' || n %% 2, s.region_id || '-' || s.id %% 3,
    '{wechat,alipay,bank_card,cash}', '{}', 20, 'in_service'
FROM resources_site s, generate_series(1, %s) n WHERE s.code LIKE 'B%%' ON CONFLICT DO NOTHING
"""
PER_SITE = 10


def make_fleet(terminals: int = 100_000) -> list[str]:
    """The codes of a fleet of this size, made unless it is there: 10 terminals a site, three lines a region."""
    with connection.cursor() as cursor:
        cursor.execute(_REGIONS)
        cursor.execute(_SITES, [terminals // PER_SITE])
        cursor.execute(_TERMINALS, [PER_SITE])
        cursor.execute("ANALYZE resources_site, resources_terminal")
    codes = Terminal.objects.filter(code__startswith="B").order_by("code").values_list("code", flat=True)
    return list(codes[:terminals])
