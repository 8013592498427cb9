"""Every affected terminal has its site, and an incident's are found by it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0047_fill_site_of_affected_terminals")]

    operations = [
        migrations.AlterField(
            model_name="incidentterminal",
            name="site",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="affected_terminals",
                to="resources.site",
            ),
        ),
        migrations.AddIndex(
            model_name="incidentterminal",
            index=models.Index(fields=["incident", "site"], include=["until", "terminal"], name="incident_terminal_site"),
        ),
        migrations.AddIndex(
            model_name="incidentterminal",
            index=models.Index(fields=["site"], name="incident_terminal_of_site"),
        ),
    ]
