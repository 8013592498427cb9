"""The pages of patrols: who gets what, what is kept of what was typed, and the papers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.monitoring.patrols.models import Checklist, PatrolEntry, PatrolFinding, PatrolSetting
from incidents.monitoring.patrols.planning import plan_due
from resources.attachments.models import Attachment
from resources.documents.models import Paper
from tests.conftest import NOON

from .conftest import entry, everything, finding, put, terminals_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def one(make_round, field_staff):
    return make_round(assignee=field_staff)


def page(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"patrols:{name}", args=args), query)


def fields(terminal, item, outcome, fault="", remark="", uuid=None):
    name = f"{terminal.pk}-{item}"
    return {
        f"outcome-{name}": outcome,
        f"fault-{name}": fault,
        f"remark-{name}": remark,
        f"uuid-{name}": str(uuid or uuid4()),
    }


def test_my_rounds_are_mine_and_what_is_due_of_others(client, one, second, field_staff):
    assert page(client, field_staff, "mine").context["mine"] == [one]
    found = page(client, second, "mine").context
    assert (found["mine"], found["others"]) == ([], [one])


def test_a_round_of_another_region_does_not_exist(client, one, outsider):
    assert page(client, outsider, "round", one.token).status_code == 404


def test_an_auditor_reads_and_records_nothing(client, one, auditor):
    response = page(client, auditor, "round", one.token)
    assert response.status_code == 200
    assert not response.context["may_record"]
    assert client.post(reverse("patrols:answer", args=[one.token]), {}).status_code == 403


def test_a_scanned_label_opens_its_terminal(client, one, field_staff):
    code = terminals_of(one)[1].code
    address = f"https://ops.example/network/terminals/{code}/"
    assert page(client, field_staff, "round", one.token, code=address).context["scanned"] == code
    assert page(client, field_staff, "round", one.token, code="X-1").context["unknown"] == "X-1"


def test_without_javascript_a_form_is_taken_once(client, one, field_staff):
    terminal, uuid = terminals_of(one)[0], uuid4()
    client.force_login(field_staff)
    for _again in range(2):
        data = fields(terminal, "printer", "finding", "PAPER_OUT", "缺纸", uuid)
        response = client.post(reverse("patrols:answer", args=[one.token]), data)
        assert response.status_code == 302
    assert PatrolEntry.objects.get().fault_code == "PAPER_OUT"


def test_with_a_photo(client, one, field_staff, tmp_path):
    terminal = terminals_of(one)[0]
    picture = tmp_path / "p.png"
    picture.write_bytes(PIXEL)
    client.force_login(field_staff)
    with picture.open("rb") as photo:
        data = fields(terminal, "screen", "finding", "SCREEN_BROKEN") | {f"photo-{terminal.pk}-screen": photo}
        client.post(reverse("patrols:answer", args=[one.token]), data)
    assert Attachment.objects.get().subject == ("patrol_entry", PatrolEntry.objects.get().pk)


def test_the_page_asks_as_often_for_two_terminals_as_for_twelve(client, make_site, make_round, field_staff):

    counts = []
    for number, terminals in enumerate((2, 12)):
        one = make_round(make_site(f"310101-02{number:02d}", terminals=terminals))
        put(field_staff, *everything(one))
        client.force_login(field_staff)
        page(client, field_staff, "round", one.token)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("patrols:round", args=[one.token]))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_paper_is_typed_in_for_somebody_else(client, one, field_staff, manager):
    client.force_login(manager)
    terminal = terminals_of(one)[0]
    at = (NOON - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    data = {"person": field_staff.pk, "seen_at": at, **fields(terminal, "door", "ok")}
    assert client.post(reverse("patrols:paper", args=[one.token]), data).status_code == 302
    stored = PatrolEntry.objects.get()
    assert (stored.person, stored.recorded_by, stored.seen_at) == (field_staff, manager, NOON - timedelta(minutes=5))


def test_what_is_refused_of_a_paper_is_shown_again_as_typed(client, one, field_staff):
    client.force_login(field_staff)
    terminal = terminals_of(one)[0]
    at = NOON.strftime("%Y-%m-%dT%H:%M")
    data = {"person": field_staff.pk, "seen_at": at, **fields(terminal, "door", "skipped")}
    data |= fields(terminal, "screen", "finding", "TOUCH_FAIL", "左下角")
    response = client.post(reverse("patrols:paper", args=[one.token]), data)
    assert len(response.context["refused"]) == 1
    assert 'value="左下角"' in response.content.decode()


def test_a_paper_from_the_future_is_refused(client, one, field_staff):
    client.force_login(field_staff)
    at = (NOON + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    response = client.post(reverse("patrols:paper", args=[one.token]), {"person": field_staff.pk, "seen_at": at})
    assert "seen_at" in response.context["form"].errors


def test_the_sheet_is_ordered_with_a_line_a_terminal(client, one, field_staff):
    client.force_login(field_staff)
    client.post(reverse("patrols:print", args=[one.token]))
    facts = Paper.objects.get().facts
    assert [line["code"] for line in facts["tables"][0]["terminals"]] == [t.code for t in terminals_of(one)]
    assert facts["url"].endswith(f"/patrols/rounds/{one.token}/paper/")


def test_labels_of_terminals_are_ordered(client, one, manager):
    client.force_login(manager)
    code = terminals_of(one)[0].code
    client.post(reverse("network:terminal_labels"), {"code": [code], "form": "sheet", "skip": "0"})
    label = Paper.objects.get().facts["labels"][0]
    assert (label["number"], label["url"].endswith(f"/network/terminals/{code}/")) == (code, True)


def test_a_terminals_page_leads_to_the_round_that_is_due(client, one, field_staff):
    code = terminals_of(one)[0].code
    assert page(client, field_staff, "of_terminal", code).context["round"] == one


def test_rounds_are_listed_filtered_and_downloaded(client, one, manager):
    assert page(client, manager, "rounds", state="planned").context["listing"].rows
    assert not page(client, manager, "rounds", state="missed").context["listing"].rows
    assert page(client, manager, "rounds", export="csv").status_code == 200


def test_the_list_begins_with_what_is_due_first(client, make_site, make_round, manager):
    site = make_site(terminals=1)
    tomorrow, soon = make_round(site, 1200), make_round(site)
    over = make_round(site, -120, state="late")
    rows = page(client, manager, "rounds").context["listing"].rows
    assert [row.obj for row in rows] == [soon, tomorrow, over]


def test_findings_are_listed_and_resolved_with_a_reason(client, one, field_staff):
    put(field_staff, finding(one, terminals_of(one)[0]))
    found = PatrolFinding.objects.get()
    assert page(client, field_staff, "findings", state="open").context["listing"].rows
    client.post(reverse("patrols:finding", args=[found.pk]), {"reason": "换纸"})
    assert not page(client, field_staff, "findings", state="open").context["listing"].rows


def test_a_region_is_set_at_once_within_what_one_sees(client, make_site, manager, field_staff):
    make_site("310101-0001")
    make_site("310104-0001")
    make_site("320102-0001")
    plan_due(NOON)
    client.force_login(manager)
    data = {"region": "310000", "interval_minutes": "60", "grace_minutes": "20"}
    client.post(reverse("patrols:settings_bulk"), data)
    assert PatrolSetting.objects.filter(interval_minutes=60).count() == 2
    assert page(client, field_staff, "settings_bulk").status_code == 403


def test_a_checklist_of_a_model_takes_items_of_ones_own(client, one, commander, field_staff):
    client.force_login(commander)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-code": "screen", "form-0-name": "屏幕"}
    data |= {"form-0-keep": "on", "form-0-faults": ["SCREEN_BROKEN"], "form-1-name": "雨棚", "form-1-keep": "on"}
    client.post(f"{reverse('patrols:checklist')}?model=ZZ-200", data)
    names = [item.name for item in page(client, field_staff, "round", one.token).context["sheets"][0].items]
    assert names[1] == "雨棚"
    assert Checklist.objects.get().items[0]["name"] == ""
    assert page(client, field_staff, "checklist").status_code == 403


def test_statistics_count_by_site_and_person(client, one, make_round, field_staff, manager):
    put(field_staff, *everything(one))
    make_round(one.site, starts=-240, state="missed")
    found = page(client, manager, "statistics").context
    assert [(row.done, row.late, row.missed, row.share) for row in found["sites"]] == [(1, 0, 1, 0.5)]
    assert (found["over"].total, found["over"].sites) == (2, 1)
    people = page(client, manager, "people_statistics").context["rows"]
    assert [row.name for row in people] == ["", "王强"]


def test_an_entry_shows_both_of_two_people(client, one, field_staff, second):
    terminal = terminals_of(one)[0]
    put(field_staff, entry(one, terminal))
    put(second, finding(one, terminal, minute=7))
    text = page(client, second, "round", one.token).content.decode()
    assert "王强 12:05" in text
    assert "周二 12:07" in text
