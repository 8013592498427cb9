from django.db import migrations

CREATE = """
CREATE FUNCTION patrol_entries_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was seen on a round stays as it was said: write a new entry instead' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER patrol_entry_append_only BEFORE UPDATE OR DELETE ON incidents_patrolentry
    FOR EACH ROW EXECUTE FUNCTION patrol_entries_are_append_only();
"""
DROP = """
DROP TRIGGER patrol_entry_append_only ON incidents_patrolentry;
DROP FUNCTION patrol_entries_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [('incidents', '0032_script_titles_in_english')]
    operations = [migrations.RunSQL(CREATE, DROP)]
