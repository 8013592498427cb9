"""Where each affected terminal stands, kept by the database."""

import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE FUNCTION incident_terminal_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.site_id := (SELECT site_id FROM resources_terminal WHERE id = NEW.terminal_id);
    RETURN NEW;
END $$;
CREATE FUNCTION incident_terminal_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE incidents_incidentterminal SET site_id = NEW.site_id WHERE terminal_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER incident_terminal_site BEFORE INSERT ON incidents_incidentterminal
    FOR EACH ROW EXECUTE FUNCTION incident_terminal_site();
CREATE TRIGGER incident_terminal_moved AFTER UPDATE OF site_id ON resources_terminal
    FOR EACH ROW WHEN (OLD.site_id <> NEW.site_id) EXECUTE FUNCTION incident_terminal_moved();
"""
DROP = """
DROP TRIGGER incident_terminal_moved ON resources_terminal;
DROP TRIGGER incident_terminal_site ON incidents_incidentterminal;
DROP FUNCTION incident_terminal_moved;
DROP FUNCTION incident_terminal_site;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0045_newest_mail"), ("resources", "0031_stock_missing_most")]

    operations = [
        migrations.AddField(
            model_name="incidentterminal",
            name="site",
            field=models.ForeignKey(
                null=True,
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="affected_terminals",
                to="resources.site",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
