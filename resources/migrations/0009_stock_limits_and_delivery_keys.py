import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0008_equipment_reminders_and_custody_keys")]
    operations = [
        migrations.AddField(
            model_name="stocklevel",
            name="limits",
            field=models.ForeignObject(
                from_fields=["depot", "part"],
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                serialize=False,
                to="resources.stockminimum",
                to_fields=["depot", "part"],
            ),
        ),
        migrations.AddField(
            model_name="expecteddelivery",
            name="key",
            field=models.CharField(max_length=80, null=True, unique=True),
        ),
        migrations.AddIndex(
            model_name="expecteddelivery",
            index=models.Index(
                condition=models.Q(("state", "expected")), fields=["depot", "part"], name="delivery_expected"
            ),
        ),
        migrations.AddConstraint(
            model_name="expecteddelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__lte", models.F("quantity"))), name="delivery_received_within"
            ),
        ),
    ]
