from django.db import migrations

CREATE = """
CREATE TRIGGER template_version_immutable BEFORE UPDATE OR DELETE ON notices_templateversion
    FOR EACH ROW EXECUTE FUNCTION notice_record_is_immutable();
CREATE TRIGGER template_event_immutable BEFORE UPDATE OR DELETE ON notices_templateevent
    FOR EACH ROW EXECUTE FUNCTION notice_record_is_immutable();
"""
DROP = """
DROP TRIGGER template_event_immutable ON notices_templateevent;
DROP TRIGGER template_version_immutable ON notices_templateversion;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_templates_and_jargon")]
    operations = [migrations.RunSQL(CREATE, DROP)]
