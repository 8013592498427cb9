from django.db import migrations

CREATE = """
CREATE FUNCTION paper_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a printed paper never changes: order a new one instead' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER paper_facts_immutable BEFORE UPDATE OF kind, key, title, facts, region_id, created_by_id, created_at
    ON resources_paper FOR EACH ROW EXECUTE FUNCTION paper_is_immutable();
CREATE TRIGGER paper_pdf_immutable BEFORE UPDATE OF pdf, sha256, pages, state, ready_at ON resources_paper
    FOR EACH ROW WHEN (OLD.pdf IS NOT NULL) EXECUTE FUNCTION paper_is_immutable();
CREATE TRIGGER paper_kept BEFORE DELETE ON resources_paper
    FOR EACH ROW WHEN (OLD.pdf IS NOT NULL) EXECUTE FUNCTION paper_is_immutable();
"""
DROP = """
DROP TRIGGER paper_kept ON resources_paper;
DROP TRIGGER paper_pdf_immutable ON resources_paper;
DROP TRIGGER paper_facts_immutable ON resources_paper;
DROP FUNCTION paper_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0009_stock_limits_and_delivery_keys")]
    operations = [migrations.RunSQL(CREATE, DROP)]
