from django.db import migrations

WITH = """
CREATE OR REPLACE FUNCTION patrol_entries_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND sample_row_may_go(TG_TABLE_NAME, OLD.id::text) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was seen on a round stays as it was said: write a new entry instead' USING ERRCODE = 'restrict_violation';
END $$;
"""
WITHOUT = """
CREATE OR REPLACE FUNCTION patrol_entries_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was seen on a round stays as it was said: write a new entry instead' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0037_payment_sums"), ("resources", "0026_sample_rows_may_go")]
    operations = [migrations.RunSQL(WITH, WITHOUT)]
