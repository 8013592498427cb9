"""Every kind that is registered: its template can be read, its page shows its columns, strangers to it see nothing."""

import io

import pytest
from django.urls import reverse

from emergency_ops.lib.sheets.downloads import template
from emergency_ops.lib.sheets.reading import Sheet
from resources.importing import registry
from resources.inventory.models import Depot

KINDS = registry.all_kinds()


@pytest.fixture(params=KINDS, ids=[kind.kind for kind in KINDS])
def kind(request):
    return request.param


@pytest.fixture
def superuser(make_person):
    """Has every role, and a depot to keep."""
    Depot.objects.create(code="SH-01", name="黄浦备件库", region_id="310101")
    return make_person("root", is_superuser=True)


def page(client, kind):
    return client.get(reverse("network:import"), {"kind": kind.kind})


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_example_of_a_template_is_right(kind, file_format):
    (row,) = Sheet(kind.columns, template(kind.columns, kind.example, file_format)).rows()
    assert row.errors == []


def test_no_two_columns_have_the_same_name(kind):
    headers = [column.header for column in kind.columns]
    assert len(set(headers)) == len(headers) == len(kind.example)


def test_the_page_shows_all_columns_and_what_is_required(client, superuser, kind):
    client.force_login(superuser)
    text = page(client, kind).content.decode()
    assert all(column.header in text for column in kind.columns)
    assert text.count("badge--info") == sum(column.required for column in kind.columns)


def test_an_auditor_imports_nothing(client, auditor, kind):
    client.force_login(auditor)
    assert page(client, kind).status_code == 403
    assert client.get(reverse("network:import_template", args=[kind.kind, "csv"])).status_code == 403


def test_templates_are_downloaded(client, superuser, kind):
    client.force_login(superuser)
    response = client.get(reverse("network:import_template", args=[kind.kind, "xlsx"]))
    assert io.BytesIO(response.content).read(2) == b"PK"
    assert f"template-{kind.kind}.xlsx" in response["Content-Disposition"]


def test_a_person_sees_only_the_kinds_that_they_may_import(client, manager):
    client.force_login(manager)
    response = client.get(reverse("network:import"))
    assert response.context["kinds"] == registry.kinds_for(manager)


def test_there_is_no_page_of_an_unknown_kind(client, administrator):
    client.force_login(administrator)
    assert client.get(reverse("network:import"), {"kind": "nothing"}).status_code == 404
