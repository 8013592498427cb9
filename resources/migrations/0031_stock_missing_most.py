"""The desk lists what is missing most first."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("resources", "0030_language_of_a_person")]

    operations = [
        migrations.AddIndex(
            model_name="stocklevel",
            index=models.Index(
                F("on_hand") - F("reserved") - F("minimum"),
                condition=Q(minimum__gt=F("on_hand") - F("reserved")),
                name="stock_level_missing",
            ),
        )
    ]
