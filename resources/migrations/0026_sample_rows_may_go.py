from django.db import migrations

#: the one exception from append-only: a row that a sample brought, while that sample is being taken back
MAY_GO = """
CREATE FUNCTION sample_row_may_go(of_table text, key text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('emergency_ops.taking_back', true), '') = 'on'
        AND EXISTS (SELECT 1 FROM resources_samplerow WHERE "table" = of_table AND "row" = key)
$$;
"""
APPEND_ONLY = """
CREATE OR REPLACE FUNCTION resources_row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND sample_row_may_go(TG_TABLE_NAME, OLD.id::text) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: write a new row instead', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
WITHOUT = """
CREATE OR REPLACE FUNCTION resources_row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: write a new row instead', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP FUNCTION sample_row_may_go(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0025_sample_rows")]
    operations = [migrations.RunSQL(MAY_GO + APPEND_ONLY, WITHOUT)]
