from django.db import migrations

CREATE = """
CREATE FUNCTION notice_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a printed notice never changes: issue a new version instead' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER notice_immutable BEFORE UPDATE OR DELETE ON notices_printednotice
    FOR EACH ROW EXECUTE FUNCTION notice_is_immutable();

CREATE FUNCTION printed_pdf_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a printed document never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER printed_pdf_immutable BEFORE UPDATE OF pdf, sha256, key, starts, pages, state ON notices_printjob
    FOR EACH ROW WHEN (OLD.pdf IS NOT NULL) EXECUTE FUNCTION printed_pdf_is_immutable();
"""
DROP = """
DROP TRIGGER printed_pdf_immutable ON notices_printjob;
DROP FUNCTION printed_pdf_is_immutable();
DROP TRIGGER notice_immutable ON notices_printednotice;
DROP FUNCTION notice_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_numbers_and_pages")]
    operations = [migrations.RunSQL(CREATE, DROP)]
