"""@ in notes: who is meant, told once, shown; asked back where it may mean several."""

import pytest

from emergency_ops.lib import clock as now_clock
from emergency_ops.lib.errors import Invalid
from incidents.escalation.models import OutboxMessage
from incidents.response import actions
from incidents.response.mentions.rules import Mention, candidates, mentions_in, parts_of
from incidents.response.mentions.showing import marked

NOW = now_clock.now


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@李敏请看", ["李敏"]),
        ("请@李敏和@李敏儿核实", ["李敏", "李敏儿"]),
        ("@Li.Min 你好", ["Li.Min"]),
        ("@li.minx", []),
        ("写信到 a@李敏", []),
        ("@李敏，@li.min", ["李敏", "li.min"]),
        ("@谁", []),
    ],
)
def test_the_longest_known_name_counts(text, names):
    known = {"李敏": [1], "李敏儿": [2], "li.min": [1]}
    assert [mention.name for mention in mentions_in(text, known)] == names


def test_each_is_meant_once():
    assert mentions_in("@李敏 @李敏", {"李敏": [1]}) == [Mention("李敏", (1,))]


def test_letters_are_not_cut():
    assert candidates("@liu") == {"liu"}


def test_a_text_is_cut_at_its_mentions():
    assert parts_of("请@李敏看", ["李敏"]) == [("请", "李敏"), ("看", "")]


def test_what_people_write_is_escaped():
    html = marked("<b>@李敏", {"mentions": [[1, "李敏"]]}, links=False)
    assert html == '&lt;b&gt;<b class="mention">@李敏</b>'


def note(incident, text, actor):
    return actions.note(incident, text, actor=actor, now=NOW())


def told(person):
    return OutboxMessage.objects.filter(recipient=person, title__contains="提到您", channel="in_app").count()


def test_whoever_is_meant_is_told_once(incident, manager, field_staff):
    entry = note(incident, "请@王强到现场，@field 收到请回复", manager)
    assert (told(field_staff), entry.params["mentions"][0]) == (1, [field_staff.pk, "王强"])


def test_nobody_is_told_of_what_they_write_themselves(incident, manager):
    note(incident, "@李敏 备忘", manager)
    assert told(manager) == 0


def test_those_who_do_not_see_the_incident_stay_text(incident, manager, outsider):
    entry = note(incident, "@外区 请看", manager)
    assert (told(outsider), entry.params) == (0, {})


def test_a_name_that_several_have_is_asked_back(incident, manager, make_person):
    for username in ("wang1", "wang2"):
        make_person(username, "field_staff", regions=["310101"], name="王伟")
    with pytest.raises(Invalid, match="@wang1、@wang2"):
        note(incident, "@王伟 请看", manager)
    note(incident, "@wang2 请看", manager)


def test_names_lead_to_people_for_those_who_may_look_them_up(client, incident, manager, field_staff):
    note(incident, "请@王强到现场", manager)
    pages = {}
    for person in (manager, field_staff):
        client.force_login(person)
        pages[person] = client.get(f"/incidents/{incident.number}/").content.decode()
    link = f'<a class="mention" href="/staff/people/{field_staff.pk}/">@王强</a>'
    assert [link in page for page in pages.values()] == [True, False]
    assert '<b class="mention">@王强</b>' in pages[field_staff]


class TestOffering:
    def ask(self, client, person, incident, asked):
        client.force_login(person)
        return client.get(f"/incidents/{incident.number}/people/", {"q": asked})

    def test_names_those_of_the_incident(self, client, manager, field_staff, outsider, auditor, incident):
        offered = self.ask(client, manager, incident, "").json()["people"]
        assert [one["insert"] for one in offered] == ["王强"]

    def test_a_shared_name_gives_the_username(self, client, manager, make_person, incident):
        for username in ("wang1", "wang2"):
            make_person(username, "field_staff", regions=["310101"], name="王伟")
        offered = self.ask(client, manager, incident, "王伟").json()["people"]
        assert [one["insert"] for one in offered] == ["wang1", "wang2"]

    @pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("auditor", 403)])
    def test_is_not_for_others(self, client, request, incident, who, status):
        assert self.ask(client, request.getfixturevalue(who), incident, "王").status_code == status
