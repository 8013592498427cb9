from django.db import migrations

CREATE = """
CREATE TRIGGER faq_version_immutable BEFORE UPDATE OR DELETE ON notices_faqversion
    FOR EACH ROW EXECUTE FUNCTION notice_record_is_immutable();
CREATE TRIGGER faq_event_immutable BEFORE UPDATE OR DELETE ON notices_faqevent
    FOR EACH ROW EXECUTE FUNCTION notice_record_is_immutable();
"""
DROP = """
DROP TRIGGER faq_event_immutable ON notices_faqevent;
DROP TRIGGER faq_version_immutable ON notices_faqversion;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0016_faq")]
    operations = [migrations.RunSQL(CREATE, DROP)]
