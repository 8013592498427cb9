from django.db import migrations

CREATE = """
CREATE FUNCTION plan_events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what happened to a plan is append-only: write a new event instead' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER plan_events_append_only BEFORE UPDATE OR DELETE ON incidents_planevent
    FOR EACH ROW EXECUTE FUNCTION plan_events_are_append_only();
"""
DROP = """
DROP TRIGGER plan_events_append_only ON incidents_planevent;
DROP FUNCTION plan_events_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [('incidents', '0019_plans_and_tasks')]
    operations = [migrations.RunSQL(CREATE, DROP)]
