"""list_page: filter, sort, page, in a fixed number of queries, as page, fragment or download."""

import django_filters
import pytest
from django.test import RequestFactory

from emergency_ops.lib.listing import Column, list_page
from resources.network.models import Site

COLUMNS = [
    Column("code", "网点编号", lambda site: site.code, order="code"),
    Column("name", "网点名称", lambda site: site.name, order="name", wide=True),
    Column("visitors", "日均客流", lambda site: site.daily_visitors, order="daily_visitors", numeric=True),
]


class SiteFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="网点名称")
    daily_visitors = django_filters.RangeFilter(label="日均客流")

    class Meta:
        model = Site
        fields = ["name"]


@pytest.fixture
def show(commander):
    """show("sort=-name", htmx=True): the answer of a list of sites."""

    def answer(query="", **options):
        request = RequestFactory().get(f"/sites/?{query}")
        request.user = commander
        request.htmx = options.pop("htmx", None)
        request._messages = []
        return list_page(
            request, queryset=Site.objects.all(), filterset_class=SiteFilter, columns=COLUMNS,
            template="components/list_page.html", title="网点", export_name="sites", default_order="code",
            row_href=lambda site: f"/sites/{site.code}/", **options,
        )

    return answer


def text(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def test_an_empty_list_says_so(show):
    assert "暂无记录" in text(show())


def test_a_list_shows_its_rows_with_links(show, make_site):
    make_site("310101-0001", name="黄浦政务大厅")
    assert '<a class="table__link" href="/sites/310101-0001/">310101-0001</a>' in text(show())
