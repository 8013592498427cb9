from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0013_more_channels"),
    ]

    operations = [
        migrations.AddField(
            model_name="substitute",
            name="capacity",
            field=models.PositiveIntegerField(
                blank=True, help_text="people an hour; null: not stated", null=True, verbose_name="服务能力"
            ),
        ),
    ]
