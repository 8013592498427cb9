from django.db import migrations

#: posts that exist cover the region that they name; assignments repeat whether their post is a key one
FILL = """
UPDATE resources_post SET area = CASE WHEN region_id = '000000' THEN 'network' ELSE 'region' END;
UPDATE resources_postassignment AS held SET key_post = post.is_key
FROM resources_post AS post WHERE post.id = held.post_id AND held.key_post <> post.is_key;
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0004_people_and_things")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
