import django.contrib.postgres.constraints
from django.db import migrations, models

#: an assignment's key_post is its post's is_key, by a foreign key over both columns
KEY_POST = """
ALTER TABLE resources_postassignment ADD CONSTRAINT assignment_repeats_its_post
    FOREIGN KEY (post_id, key_post) REFERENCES resources_post (id, is_key) ON UPDATE CASCADE
    DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_KEY_POST = "ALTER TABLE resources_postassignment DROP CONSTRAINT assignment_repeats_its_post;"

APPEND_ONLY = ("stockmovement", "custodyentry", "staffevent", "inventoryevent", "equipmentlistversion")
FUNCTION = """
CREATE FUNCTION resources_row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: write a new row instead', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER {0}_append_only BEFORE UPDATE OR DELETE ON resources_{0}
    FOR EACH ROW EXECUTE FUNCTION resources_row_is_append_only();
"""
CREATE = FUNCTION + "".join(TRIGGER.format(name) for name in APPEND_ONLY)
DROP = "".join(f"DROP TRIGGER {name}_append_only ON resources_{name};" for name in APPEND_ONLY)


class Migration(migrations.Migration):
    dependencies = [("resources", "0005_areas_and_key_posts")]
    operations = [
        migrations.RunSQL(KEY_POST, NO_KEY_POST),
        migrations.AddConstraint(
            model_name="postassignment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("key_post", True), ("role", "B")),
                expressions=[("person", "="), ("validity", "&&")],
                name="assignment_b_of_one_key_post",
            ),
        ),
        migrations.RunSQL(CREATE, DROP + "DROP FUNCTION resources_row_is_append_only();"),
    ]
