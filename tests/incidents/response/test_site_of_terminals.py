"""Where an affected terminal stands is written by the database with its row, and when the terminal moves."""

from datetime import timedelta

import pytest

from incidents.response.models import IncidentTerminal

pytestmark = pytest.mark.django_db


def test_a_row_gets_the_site_of_its_terminal(incident):
    rows = IncidentTerminal.objects.select_related("terminal").filter(incident=incident)
    assert rows
    assert all(row.site_id == row.terminal.site_id for row in rows)


def test_what_is_written_by_hand_counts_for_nothing(incident, make_site):
    known = IncidentTerminal.objects.select_related("terminal").filter(incident=incident).first()
    before = {"since": known.since - timedelta(hours=2), "until": known.since - timedelta(hours=1)}
    other = make_site("310104-0009")
    row = IncidentTerminal.objects.create(incident=incident, terminal=known.terminal, site=other, **before)
    row.refresh_from_db()
    assert row.site_id == row.terminal.site_id


def test_a_terminal_that_moves_takes_its_rows_along(incident, make_site):
    row = IncidentTerminal.objects.filter(incident=incident).first()
    row.terminal.site = make_site("310104-0009")
    row.terminal.save()
    row.refresh_from_db()
    assert row.site.code == "310104-0009"
