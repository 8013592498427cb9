"""The sites of the terminals that were affected before."""

from django.db import migrations

FILL = """
UPDATE incidents_incidentterminal i SET site_id = t.site_id
FROM resources_terminal t WHERE t.id = i.terminal_id AND i.site_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0046_site_of_an_affected_terminal")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
