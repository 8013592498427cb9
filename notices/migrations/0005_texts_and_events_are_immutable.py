from django.db import migrations

CREATE = """
CREATE FUNCTION notice_record_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of a notice never changes: write a new row instead' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER notice_text_immutable BEFORE UPDATE OR DELETE ON notices_noticetext
    FOR EACH ROW EXECUTE FUNCTION notice_record_is_immutable();
CREATE TRIGGER notice_event_immutable BEFORE UPDATE OR DELETE ON notices_noticeevent
    FOR EACH ROW EXECUTE FUNCTION notice_record_is_immutable();
"""
DROP = """
DROP TRIGGER notice_event_immutable ON notices_noticeevent;
DROP TRIGGER notice_text_immutable ON notices_noticetext;
DROP FUNCTION notice_record_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_notices_and_their_texts")]
    operations = [migrations.RunSQL(CREATE, DROP)]
