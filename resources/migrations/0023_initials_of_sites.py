from django.db import migrations

from resources.network.pinyin import pinyin_keys

BATCH = 1000


def fill(apps, schema_editor):
    """By the code that fills them with every name; a batch at a time, so that no statement is long."""
    Site = apps.get_model("resources", "Site")
    last = 0
    while batch := list(Site.objects.filter(pk__gt=last).order_by("pk").only("pk", "name")[:BATCH]):
        for site in batch:
            site.pinyin, site.initials = pinyin_keys(site.name)
        Site.objects.bulk_update(batch, ["pinyin", "initials"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("resources", "0022_found_by_sound")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
