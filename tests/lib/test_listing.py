"""list_page: filter, sort, page, in a fixed number of queries, as page, fragment or download."""

import io
from types import SimpleNamespace
from typing import Any

import django_filters
import pytest
from django.test import RequestFactory
from openpyxl import load_workbook

from emergency_ops.lib.listing import Column, Empty, list_page
from resources.network.models import Site

COLUMNS = [
    Column("code", "网点编号", lambda site: site.code, order="code"),
    Column("name", "网点名称", lambda site: site.name, order="name", wide=True),
    Column("visitors", "日均客流", lambda site: site.daily_visitors, order="daily_visitors", numeric=True),
]


class SiteFilter(django_filters.FilterSet):  # type: ignore[misc]
    name = django_filters.CharFilter(lookup_expr="icontains", label="网点名称")
    daily_visitors = django_filters.RangeFilter(label="日均客流")

    class Meta:
        model = Site
        fields = ["name"]


@pytest.fixture
def show(commander):
    """show("sort=-name", htmx=True): the answer of a list of sites."""

    def answer(query="", **options):
        request: Any = RequestFactory().get(f"/sites/?{query}")
        request.user = commander
        request.htmx = options.pop("htmx", None)
        request._messages = []
        return list_page(
            request,
            queryset=Site.objects.all(),
            filterset_class=SiteFilter,
            columns=COLUMNS,
            template="components/list_page.html",
            title="网点",
            export_name="sites",
            default_order="code",
            row_href=lambda site: f"/sites/{site.code}/",
            **options,
        )

    return answer


def text(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def test_an_empty_list_says_so(show):
    assert "暂无记录" in text(show())


def test_an_empty_list_says_what_belongs_into_it(show):
    assert "先登记备件库" in text(show(empty=Empty("还没有库存", "先登记备件库。", "cube")))


def test_a_list_shows_its_rows_with_links(show, make_site):
    make_site("310101-0001", name="黄浦政务大厅")
    assert '<a class="table__link" href="/sites/310101-0001/">310101-0001</a>' in text(show())


def test_the_order_asked_for(show, make_site):
    make_site("310101-0001", name="甲")
    make_site("310101-0002", name="乙")
    shown = text(show("sort=-code"))
    assert shown.index("310101-0002") < shown.index("310101-0001")


def test_an_unknown_order_is_the_default(show, make_site):
    make_site("310101-0002")
    make_site("310101-0001")
    shown = text(show("sort=password"))
    assert shown.index("310101-0001") < shown.index("310101-0002")


def test_the_sorted_column_says_so(show, make_site):
    make_site()
    assert 'aria-sort="descending"' in text(show("sort=-name"))


def test_a_sort_link_keeps_the_filter_and_forgets_the_page(show, make_site):
    make_site(name="黄浦厅")
    assert "/sites/?name=%E5%8E%85&amp;sort=name" in text(show("name=厅&page=1"))


def test_filtering(show, make_site):
    make_site("310101-0001", name="医院")
    make_site("310101-0002", name="大厅")
    shown = text(show("name=医院"))
    assert "310101-0001" in shown
    assert "310101-0002" not in shown


def test_a_filter_in_use_can_be_taken_away(show, make_site):
    make_site(name="医院")
    assert '<a class="chip" href="/sites/?sort=name">' in text(show("name=医院&sort=name"))


def test_a_filter_that_makes_no_sense_shows_its_error_and_no_rows(show, make_site):
    make_site("310101-0001")
    shown = text(show("daily_visitors_min=viele"))
    assert "field__error" in shown
    assert "310101-0001" not in shown


def test_pages(show, make_site):
    for number in range(1, 6):
        make_site(f"310101-000{number}")
    shown = text(show("page=2", per_page=2))
    assert "310101-0003" in shown
    assert "310101-0002" not in shown
    assert "第 2 / 3 页" in shown


@pytest.mark.parametrize("page", ["99", "0", "-1", "x", "9" * 30])
def test_a_page_that_does_not_exist_is_one_that_does(show, make_site, page):
    make_site("310101-0001")
    assert "310101-0001" in text(show(f"page={page}", per_page=2))


def test_htmx_gets_the_table_alone(show, make_site):
    make_site("310101-0001")
    shown = text(show(htmx=SimpleNamespace(target="list", history_restore_request=False)))
    assert "310101-0001" in shown
    assert "<html" not in shown


def test_the_same_number_of_queries_for_one_row_and_for_many(show, make_site, django_assert_num_queries):
    make_site("310101-0001", terminals=0)
    show()
    with django_assert_num_queries(2):
        show()
    for number in range(2, 40):
        make_site(f"310101-{number:04d}", terminals=0)
    with django_assert_num_queries(2):
        show()


def test_csv_has_a_byte_order_mark_and_the_filtered_rows(show, make_site):
    make_site("310101-0001", name="医院", daily_visitors=1600)
    make_site("310101-0002", name="大厅")
    assert text(show("name=医院&export=csv")) == "\ufeff网点编号,网点名称,日均客流\r\n310101-0001,医院,1600\r\n"


def test_csv_for_old_spreadsheets_is_gb18030(show, make_site):
    make_site("310101-0001", name="䶮医院")
    body = b"".join(show("export=csv-gb18030").streaming_content)
    assert "䶮医院" in body.decode("gb18030")


def test_a_formula_in_a_name_is_made_harmless(show, make_site):
    make_site(name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in text(show("export=csv"))


def test_xlsx_keeps_numbers_as_numbers_and_formulas_as_text(show, make_site):
    make_site("310101-0001", name="=1+1", daily_visitors=1600)
    book = load_workbook(io.BytesIO(b"".join(show("export=xlsx").streaming_content)))
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert [cell.value for cell in rows[0]] == ["310101-0001", "=1+1", 1600]
    assert rows[0][1].data_type == "s"


def test_an_empty_download_has_its_head(show):
    assert text(show("export=csv")) == "\ufeff网点编号,网点名称,日均客流\r\n"


def test_a_range_in_use_is_one_filter(show, make_site):
    make_site(daily_visitors=600)
    shown = text(show("daily_visitors_min=500&name=网点"))
    assert '<a class="chip" href="/sites/?name=%E7%BD%91%E7%82%B9">' in shown
    assert "500 – …" in shown
