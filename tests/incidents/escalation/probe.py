"""Subjects of the kind "probe" in tables of their own, for real worker processes (see probe_worker).

probe_step has no unique key on purpose: a step taken twice leaves two rows.
"""

from django.db import connection

from incidents.escalation.registry import Description, SubjectPort

CREATE = """
CREATE TABLE IF NOT EXISTS probe_subject (id bigint PRIMARY KEY);
CREATE TABLE IF NOT EXISTS probe_step (subject_id bigint, round int, step int, person text);
"""
DROP = "DROP TABLE probe_subject, probe_step"


def query(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def on_step(pk, step, now):
    person = step.person.username if step.person else ""
    query("INSERT INTO probe_step VALUES (%s, %s, %s, %s)", [pk, step.round, step.number, person])


PORT = SubjectPort(
    lock=lambda pk: query("SELECT id FROM probe_subject WHERE id = %s FOR UPDATE", [pk]),
    describe=lambda ids: {
        pk: Description(f"事件{pk}", "设备离线", f"/probe/{pk}/", "310101", is_open=True) for pk in ids
    },
    open_ids=lambda: [pk for (pk,) in query("SELECT id FROM probe_subject")],
    on_step=on_step,
    visible_to=lambda person, pk: True,
)
