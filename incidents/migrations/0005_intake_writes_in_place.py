"""What the intake writes a thousand times a second: no index on what changes, room in the pages, no second key check."""

import django.db.models.deletion
from django.db import migrations, models

ROOM = """
ALTER TABLE incidents_terminalstate SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE incidents_minutewindow SET (autovacuum_vacuum_insert_scale_factor = 0.5);
"""
NO_ROOM = """
ALTER TABLE incidents_terminalstate RESET (fillfactor, autovacuum_vacuum_scale_factor);
ALTER TABLE incidents_minutewindow RESET (autovacuum_vacuum_insert_scale_factor);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_deadline_retries_and_audit_findings"),
    ]

    operations = [
        migrations.AddField(
            model_name="intakekey",
            name="is_bound",
            field=models.BooleanField(
                default=False, help_text="a bound key without sites opens nothing", verbose_name="只限所列网点"
            ),
        ),
        migrations.AlterField(
            model_name="terminalstate",
            name="last_heard_at",
            field=models.DateTimeField(help_text="when any report, also an old one, last reached us"),
        ),
        migrations.AlterField(
            model_name="terminalstate",
            name="seen",
            field=models.BinaryField(help_text="anti-replay window, see intake.admission.packed"),
        ),
        migrations.AlterField(
            model_name="terminalstate",
            name="seq",
            field=models.BigIntegerField(help_text="of the newest report; -1 where none has counted yet"),
        ),
        migrations.AlterField(
            model_name="minutewindow",
            name="terminal",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="resources.terminal",
            ),
        ),
        migrations.RunSQL(ROOM, NO_ROOM),
    ]
