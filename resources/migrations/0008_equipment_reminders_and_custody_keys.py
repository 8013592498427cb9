import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0007_duty_calendar_history")]
    operations = [
        migrations.AddField(
            model_name="custodyentry",
            name="key",
            field=models.CharField(max_length=80, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="equipment",
            name="told",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                blank=True,
                default=list,
                editable=False,
                help_text="reminders sent already",
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="equipment",
            index=models.Index(fields=["due_back"], name="equipment_due_back"),
        ),
        migrations.AddIndex(
            model_name="equipment",
            index=models.Index(fields=["subject_kind", "subject_id"], name="equipment_subject"),
        ),
    ]
