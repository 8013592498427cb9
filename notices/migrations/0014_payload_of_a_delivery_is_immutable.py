from django.db import migrations

CREATE = """
CREATE TRIGGER delivery_payload_immutable BEFORE UPDATE ON notices_delivery
    FOR EACH ROW WHEN (OLD.payload IS DISTINCT FROM NEW.payload)
    EXECUTE FUNCTION notice_record_is_immutable();
"""
DROP = "DROP TRIGGER delivery_payload_immutable ON notices_delivery;"


class Migration(migrations.Migration):
    dependencies = [("notices", "0013_public_accounts_and_deliveries")]
    operations = [migrations.RunSQL(CREATE, DROP)]
