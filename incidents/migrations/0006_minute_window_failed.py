"""Detection starts from minutes with failures: they are few, and found without the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_intake_writes_in_place")]

    operations = [
        migrations.AddIndex(
            model_name="minutewindow",
            index=models.Index(condition=models.Q(("failed__gt", 0)), fields=["minute"], name="minute_window_failed"),
        ),
    ]
