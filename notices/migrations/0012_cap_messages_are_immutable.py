from django.db import migrations

CREATE = """
CREATE TRIGGER cap_message_immutable BEFORE UPDATE OR DELETE ON notices_capmessage
    FOR EACH ROW EXECUTE FUNCTION notice_record_is_immutable();
"""
DROP = "DROP TRIGGER cap_message_immutable ON notices_capmessage;"


class Migration(migrations.Migration):
    dependencies = [("notices", "0011_cap_messages")]
    operations = [migrations.RunSQL(CREATE, DROP)]
