from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0011_transfers_and_counts_once")]
    operations = [
        migrations.AddField(
            model_name="handover",
            name="reminded_at",
            field=models.DateTimeField(help_text="when B and the manager were told that it is overdue", null=True),
        ),
        migrations.AddField(
            model_name="handover",
            name="return_reminded_at",
            field=models.DateTimeField(help_text="when they were told that it is not handed back", null=True),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("reminded_at", None), ("state", "proposed")),
                fields=["due_at"],
                name="handover_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["taker", "state"], name="handover_taker"),
        ),
    ]
