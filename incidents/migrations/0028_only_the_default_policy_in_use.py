"""Until now only the default policy was ever chosen: without conditions the others would serve before it."""

from django.db import migrations


def retire_the_others(apps, schema_editor):
    apps.get_model("incidents", "EscalationPolicy").objects.filter(is_default=False).update(is_retired=True)


class Migration(migrations.Migration):

    dependencies = [('incidents', '0027_policies_and_preferences')]

    operations = [migrations.RunPython(retire_the_others, migrations.RunPython.noop)]
