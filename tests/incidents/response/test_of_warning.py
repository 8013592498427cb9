"""The incident of a warning, as the warning's page loads it."""

from django.urls import reverse


def test_a_warning_without_an_incident_says_so(client, commander):
    client.force_login(commander)
    page = client.get(reverse("incidents:for_warning", args=[1])).content.decode()
    assert "没有事件记录" in page


def test_its_incident_is_shown_to_those_who_see_the_region(client, commander, outsider, incident):
    address = reverse("incidents:for_warning", args=[incident.warning_id])
    client.force_login(commander)
    assert incident.number in client.get(address).content.decode()
    client.force_login(outsider)
    assert incident.number not in client.get(address).content.decode()
