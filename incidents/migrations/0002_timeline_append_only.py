from django.db import migrations

CREATE = """
CREATE FUNCTION timeline_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline is append-only: write a new entry instead' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER timeline_append_only BEFORE UPDATE OR DELETE ON incidents_timelineentry
    FOR EACH ROW EXECUTE FUNCTION timeline_is_append_only();
"""
DROP = """
DROP TRIGGER timeline_append_only ON incidents_timelineentry;
DROP FUNCTION timeline_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
