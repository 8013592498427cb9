"""The pages of plans."""

import json

from django.utils import timezone

from incidents.response.plans.models import PlanVersion
from resources.documents import setting
from resources.documents.models import Paper
from resources.documents.sheet import Sheet


def step_form(**given):
    return {
        "phase": "confirm", "title_zh": "联系物业", "text_zh": "请物业开门", "function": "on_site", "due_minutes": "12",
        "evidence": "text", "must_zh": "已开门\n已登记", "must_en": "", "need-TOTAL_FORMS": "2",
        "need-INITIAL_FORMS": "0", "need-0-thing": "people", "need-0-zh": "引导人员", "need-0-quantity": "2",
        "need-1-thing": "", **given,
    }  # fmt: skip


def test_everybody_reads_what_is_in_force(client, shipped, field_staff):
    client.force_login(field_staff)
    page = client.get(f"/plans/versions/{shipped.pk}/").content.decode()
    assert "查明故障范围" in page
    assert "入侵破坏" in page


def test_it_reads_in_english_too(client, shipped, field_staff):
    client.force_login(field_staff)
    page = client.get(f"/plans/versions/{shipped.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "Find out how far it reaches" in page


def test_a_draft_is_not_for_everybody(client, draft, field_staff, auditor):
    client.force_login(field_staff)
    assert client.get(f"/plans/versions/{draft.pk}/").status_code == 404
    client.force_login(auditor)
    assert client.get(f"/plans/versions/{draft.pk}/").status_code == 200


def test_the_steps_of_a_kind_of_incident_are_shown_alone(client, shipped, manager):
    client.force_login(manager)
    page = client.get(f"/plans/versions/{shipped.pk}/?cause=power&scope=regional&grade=II").content.decode()
    assert "核实供电" in page
    assert "隔离系统，保全证据" not in page


def test_a_draft_is_begun_from_what_is_in_force(client, shipped, manager):
    client.force_login(manager)
    client.post(f"/plans/versions/{shipped.pk}/draft/")
    assert PlanVersion.objects.get(state="draft").created_by == manager


def test_a_step_is_added_on_its_page(client, draft, manager):
    client.force_login(manager)
    client.post(f"/plans/versions/{draft.pk}/steps/", step_form())
    step = draft.steps.get(title_zh="联系物业")
    assert [item["zh"] for item in step.checklist] == ["已开门", "已登记"]
    assert step.resources == [{"kind": "people", "code": "", "zh": "引导人员", "en": "", "quantity": 2}]


def test_english_items_stand_beside_the_chinese_ones_or_nowhere(client, draft, manager):
    client.force_login(manager)
    answer = client.post(f"/plans/versions/{draft.pk}/steps/", step_form(must_en="Door is open"))
    assert answer.status_code == 400
    assert "逐行对应" in answer.content.decode()


def test_the_editor_gives_back_a_step_as_it_is(client, draft, manager):
    client.force_login(manager)
    step = draft.steps.get(key="substitute-counter")
    form = client.get(f"/plans/steps/{step.pk}/").context
    data = dict(form["form"].initial)
    for number, need in enumerate(form["needs"].initial):
        data |= {f"need-{number}-{name}": value for name, value in need.items()}
    data |= dict.fromkeys(("need-TOTAL_FORMS", "need-INITIAL_FORMS"), len(form["needs"].initial))
    client.post(f"/plans/steps/{step.pk}/", data)
    assert not draft.events.filter(code="step_changed").exists()


def test_texts_and_conditions_are_saved(client, draft, manager):
    client.force_login(manager)
    client.post(f"/plans/versions/{draft.pk}/edit/", {"summary": "改目的", "aim_zh": "快", "scopes": ["regional"]})
    draft.refresh_from_db()
    assert (draft.text("aim"), draft.scopes) == ("快", ["regional"])


def test_the_whole_way_to_in_force(client, draft, manager, commander):
    client.force_login(manager)
    client.post(f"/plans/versions/{draft.pk}/submit/", {"text": ""})
    client.force_login(commander)
    client.post(f"/plans/versions/{draft.pk}/approve/", {"text": ""})
    client.post(f"/plans/versions/{draft.pk}/enforce/", {"text": ""})
    draft.refresh_from_db()
    assert draft.state == "in_force"


def test_an_author_is_not_offered_to_approve(client, draft, commander, manager):
    client.force_login(manager)
    client.post(f"/plans/versions/{draft.pk}/submit/", {"text": ""})
    assert "/approve/" not in client.get(f"/plans/versions/{draft.pk}/").content.decode()
    client.force_login(commander)
    assert "/approve/" in client.get(f"/plans/versions/{draft.pk}/").content.decode()


def test_a_reader_does_not_write(client, shipped, auditor):
    client.force_login(auditor)
    assert client.post(f"/plans/versions/{shipped.pk}/draft/").status_code == 403
    assert client.get("/plans/new/").status_code == 403


def test_versions_are_compared(client, draft, manager):
    step = draft.steps.get(key="confirm-scope")
    step.due_minutes = 8
    step.save()
    client.force_login(manager)
    page = client.get(f"/plans/versions/{draft.pk}/diff/").content.decode()
    assert "<del>5</del><ins>8</ins>" in page


def test_a_version_is_taken_along_as_data(client, shipped, auditor):
    client.force_login(auditor)
    data = json.loads(client.get(f"/plans/versions/{shipped.pk}/export/").content)
    assert len(data["steps"]) == shipped.steps.count()


def test_its_steps_are_taken_along_as_a_table(client, shipped, auditor):
    client.force_login(auditor)
    answer = client.get(f"/plans/versions/{shipped.pk}/export/?export=csv")
    assert "查明故障范围" in b"".join(answer.streaming_content).decode()


def test_it_is_printed(client, shipped, field_staff):
    client.force_login(field_staff)
    client.post(f"/plans/versions/{shipped.pk}/print/")
    paper = Paper.objects.get()
    sheet = Sheet(paper.kind, "应急预案", paper.title, timezone.localtime(paper.created_at), paper.facts)
    assert "查明故障范围" in setting.html(sheet)


def test_the_list_and_the_history_open(client, draft, manager):
    client.force_login(manager)
    assert "自助缴费终端故障应急预案" in client.get("/plans/").content.decode()
    assert "起草第2版" in client.get(f"/plans/{draft.plan_id}/").content.decode()
