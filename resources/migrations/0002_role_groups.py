"""The seven roles of emergency_ops.lib.roles as groups. Names are frozen here: a migration does not follow the code."""

from django.db import migrations

ROLES = ["commander", "manager", "field_staff", "storekeeper", "publisher", "auditor", "administrator"]


def create_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.using(schema_editor.connection.alias).get_or_create(name=name)


def drop_empty_groups(apps, schema_editor):
    """Groups that somebody is in are left: who has which role is not ours to forget."""
    group = apps.get_model("auth", "Group")
    group.objects.using(schema_editor.connection.alias).filter(name__in=ROLES, user=None).delete()


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(create_groups, drop_empty_groups)]
