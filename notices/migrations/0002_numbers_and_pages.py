from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="NoticeSeries",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="printjob",
            name="key",
            field=models.CharField(
                default="", help_text="SHA-256 of the notices' numbers: a set is printed once", max_length=64, unique=True
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="printjob",
            name="starts",
            field=models.JSONField(default=dict, help_text="{notice number: its first page}"),
        ),
        migrations.AlterModelOptions(
            name="printednotice",
            options={"ordering": ["-created_at"], "verbose_name": "网点公告", "verbose_name_plural": "网点公告"},
        ),
        migrations.AlterModelOptions(
            name="printjob",
            options={"ordering": ["-created_at"], "verbose_name": "打印文件", "verbose_name_plural": "打印文件"},
        ),
    ]
