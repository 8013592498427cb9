

import django.contrib.postgres.constraints
import django.db.models.deletion
import incidents.response.extent.models
from django.conf import settings
from django.db import migrations, models


#: backwards: the first period of each terminal becomes one from its beginning until the end of the last
ONE_EACH = """
UPDATE incidents_incidentterminal p SET until = a.until FROM (
    SELECT incident_id, terminal_id, min(since) AS since, CASE WHEN bool_and(until IS NOT NULL) THEN max(until) END AS until
    FROM incidents_incidentterminal GROUP BY incident_id, terminal_id HAVING count(*) > 1
) a WHERE p.incident_id = a.incident_id AND p.terminal_id = a.terminal_id AND p.since = a.since;
DELETE FROM incidents_incidentterminal p USING incidents_incidentterminal e
WHERE e.incident_id = p.incident_id AND e.terminal_id = p.terminal_id AND (e.since, e.id) < (p.since, p.id);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0021_channel_accounts'),
        ('resources', '0015_attachments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LeftOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='incidentterminal',
            name='terminal_once_an_incident',
        ),
        migrations.RunSQL(migrations.RunSQL.noop, ONE_EACH),
        migrations.AddField(
            model_name='incident',
            name='split_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='incidentterminal',
            name='by_hand',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='incidentterminal',
            index=models.Index(fields=['incident', 'terminal', 'since'], name='incident_terminal_since'),
        ),
        migrations.AddConstraint(
            model_name='incidentterminal',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('incident', '='), ('terminal', '='), (incidents.response.extent.models.Lasting('since', 'until'), '&&')], name='terminal_once_at_a_time'),
        ),
        migrations.AddField(
            model_name='leftout',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='leftout',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='left_out', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='leftout',
            name='moved_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='leftout',
            name='terminal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='resources.terminal'),
        ),
        migrations.AddConstraint(
            model_name='leftout',
            constraint=models.UniqueConstraint(fields=('incident', 'terminal'), name='left_out_once_an_incident'),
        ),
    ]
