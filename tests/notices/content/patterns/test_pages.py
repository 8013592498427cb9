"""Pages of templates and of words to avoid: for whoever writes, whoever reads, whoever is a stranger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emergency_ops.lib.roles import Role
from notices.content.patterns import actions
from notices.content.patterns.models import JargonWord, NoticeTemplate
from notices.content.patterns.shipped import PATTERNS
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("clock")
GENERAL = next(one for one in PATTERNS if (one.kind, one.language, one.cause, one.case) == ("alert", "zh-hans", "", ""))


@pytest.fixture
def template(publisher):
    return actions.create(GENERAL, actor=publisher, now=NOON)


@pytest.fixture
def browse(client):
    def as_(person):
        client.force_login(person)
        return client

    return as_


def page(name, *args):
    return reverse(f"notice_templates:{name}", args=args)


def written(**changes):
    return {"version": 1, **GENERAL.words, **changes}


def test_templates_are_listed_by_their_titles(browse, template, field_staff):
    assert "{area}自助缴费暂停服务" in browse(field_staff).get(page("list")).content.decode()


def queries_of_the_list(reader):
    reader.get(page("list"))
    with CaptureQueriesContext(connection) as captured:
        reader.get(page("list"))
    return len(captured)


def test_the_list_takes_as_many_queries_for_many_as_for_one(browse, publisher, template):
    reader = browse(publisher)
    before = queries_of_the_list(reader)
    for pattern in PATTERNS:
        if pattern != GENERAL:
            actions.create(pattern, actor=publisher, now=NOON)
    assert queries_of_the_list(reader) == before


def test_a_template_is_shown_filled_for_an_incident(browse, template, incident, publisher):
    shown = browse(publisher).get(page("template", template.pk), {"incident": incident.number}).content.decode()
    assert "310101-0001网点的自助缴费终端暂停服务" in shown


def test_without_an_incident_an_example_is_shown(browse, template, publisher):
    assert "黄浦区中心医院自助缴费暂停服务" in browse(publisher).get(page("template", template.pk)).content.decode()


def test_an_incident_that_the_person_does_not_see_is_not_shown(browse, template, incident, outsider):
    shown = browse(outsider).get(page("template", template.pk), {"incident": incident.number}).content.decode()
    assert "310101-0001" not in shown


def test_a_template_is_changed(browse, template, publisher):
    answer = browse(publisher).post(page("edit", template.pk), written(title="新的{area}"))
    assert answer.url == page("template", template.pk)
    assert NoticeTemplate.objects.get().version == 2


def test_what_is_refused_is_said_and_nothing_is_lost(browse, template, publisher):
    answer = browse(publisher).post(page("edit", template.pk), written(lead="因{reason}停用"))
    assert answer.status_code == 400
    assert "{reason} 不是" in answer.content.decode()
    assert "因{reason}停用" in answer.content.decode()


def test_whoever_was_slower_keeps_what_they_wrote(browse, template, publisher):
    actions.save(template, {**GENERAL.words, "title": "别人的"}, seen=1, actor=publisher, now=NOON)
    answer = browse(publisher).post(page("edit", template.pk), written(title="我的标题"))
    assert (answer.status_code, "我的标题" in answer.content.decode()) == (400, True)


def test_the_preview_follows_what_is_written(browse, template, publisher):
    shown = browse(publisher).post(page("preview", template.pk), written(title="{area}宕机")).content.decode()
    assert "黄浦区中心医院宕机" in shown
    assert "停止工作" in shown


def test_without_a_script_a_button_shows_the_preview(browse, template, publisher):
    answer = browse(publisher).post(page("edit", template.pk), written(title="{area}停用", preview="1"))
    assert (answer.status_code, NoticeTemplate.objects.get().version) == (200, 1)
    assert "黄浦区中心医院停用" in answer.content.decode()


def test_a_new_one_begins_with_the_words_of_another(browse, template, publisher):
    shown = browse(publisher).get(page("create"), {"from": template.pk}).content.decode()
    assert GENERAL.words["lead"] in shown


def test_a_new_one_is_written(browse, publisher):
    data = written(version=0, kind="alert", language="zh-hans", cause="power", scope="", case="")
    browse(publisher).post(page("create"), data)
    assert NoticeTemplate.objects.get().cause == "power"


def test_versions_are_compared_and_the_former_one_restored(browse, template, publisher):
    actions.save(template, {**GENERAL.words, "title": "新的{area}"}, seen=1, actor=publisher, now=NOON)
    assert "<ins>新的</ins>" in browse(publisher).get(page("diff", template.pk)).content.decode()
    browse(publisher).post(page("restore", template.pk), {"number": 1, "version": 2})
    assert NoticeTemplate.objects.get().version == 3


@pytest.mark.parametrize("query", ["from=0", "to=9", "from=x"])
def test_a_version_that_is_not_there_is_not_found(browse, template, publisher, query):
    assert browse(publisher).get(f"{page('diff', template.pk)}?{query}").status_code == 404


def test_a_template_is_switched_off(browse, template, publisher):
    browse(publisher).post(page("activate", template.pk), {"active": "0"})
    assert not NoticeTemplate.objects.get().is_active


def test_markup_ends_as_text(browse, template, publisher):
    shown = browse(publisher).post(page("preview", template.pk), written(lead="<script>x</script>")).content.decode()
    assert "<script>x" not in shown


@pytest.mark.parametrize("name", ["edit", "preview"])
def test_field_staff_only_read(browse, template, field_staff, name):
    assert browse(field_staff).post(page(name, template.pk), written()).status_code == 403


def test_storekeepers_have_no_business_here(browse, template, make_person):
    keeper = make_person("keeper", Role.STOREKEEPER)
    assert browse(keeper).get(page("list")).status_code == 403


def test_a_word_is_added_changed_and_removed(browse, publisher):
    reader = browse(publisher)
    reader.post(page("word_create"), {"word": "甩站", "language": "zh-hans", "instead": "不停"})
    word = JargonWord.objects.get()
    reader.post(page("word", word.pk), {"word": "甩站", "language": "zh-hans", "instead": "不停车"})
    assert "不停车" in reader.get(page("words")).content.decode()
    reader.post(page("word_remove", word.pk))
    assert not JargonWord.objects.exists()


def test_a_word_that_is_there_already_is_refused_on_the_page(browse, publisher):
    for _ in range(2):
        answer = browse(publisher).post(page("word_create"), {"word": "甩站", "language": "zh-hans"})
    assert answer.status_code == 400
