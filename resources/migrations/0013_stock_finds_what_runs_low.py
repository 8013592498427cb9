from django.db import migrations, models
from django.db.models import F, Q

#: a level's minimum is that of its depot and part, whoever writes either
KEEP = """
CREATE FUNCTION resources_minimum_of_new_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.minimum := COALESCE(
        (SELECT m.minimum FROM resources_stockminimum m WHERE m.depot_id = NEW.depot_id AND m.part_id = NEW.part_id), 0
    );
    RETURN NEW;
END $$;
CREATE TRIGGER stocklevel_minimum BEFORE INSERT ON resources_stocklevel
    FOR EACH ROW EXECUTE FUNCTION resources_minimum_of_new_level();

CREATE FUNCTION resources_minimum_of_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resources_stocklevel AS level SET minimum = CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE changed.minimum END
    FROM changed WHERE level.depot_id = changed.depot_id AND level.part_id = changed.part_id;
    RETURN NULL;
END $$;
CREATE TRIGGER stockminimum_insert AFTER INSERT ON resources_stockminimum REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION resources_minimum_of_levels();
CREATE TRIGGER stockminimum_update AFTER UPDATE ON resources_stockminimum REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION resources_minimum_of_levels();
CREATE TRIGGER stockminimum_delete AFTER DELETE ON resources_stockminimum REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION resources_minimum_of_levels();

UPDATE resources_stocklevel AS level SET minimum = m.minimum
FROM resources_stockminimum m WHERE level.depot_id = m.depot_id AND level.part_id = m.part_id;
"""
FORGET = """
DROP TRIGGER stockminimum_insert ON resources_stockminimum;
DROP TRIGGER stockminimum_update ON resources_stockminimum;
DROP TRIGGER stockminimum_delete ON resources_stockminimum;
DROP FUNCTION resources_minimum_of_levels();
DROP TRIGGER stocklevel_minimum ON resources_stocklevel;
DROP FUNCTION resources_minimum_of_new_level();
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0012_handover_reminders")]
    operations = [
        migrations.AddField(
            model_name="stocklevel",
            name="minimum",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="repeats the minimum's, kept by the database: what runs low has an index",
            ),
        ),
        migrations.RunSQL(KEEP, FORGET),
        migrations.AddIndex(
            model_name="stocklevel",
            index=models.Index(F("on_hand") - F("reserved"), F("id"), name="stock_level_free"),
        ),
        migrations.AddIndex(
            model_name="stocklevel",
            index=models.Index(
                fields=["part", "depot"],
                name="stock_level_low",
                condition=Q(("minimum__gt", F("on_hand") - F("reserved"))),
            ),
        ),
    ]
