from django.db import migrations, models
from django.db.models import Q

#: whoever counted a line of a stocktake does not post it; the check constraint only knows who finished the count
CREATE = """
CREATE FUNCTION resources_stocktake_is_posted_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM resources_stocktakeline WHERE stocktake_id = NEW.id AND counted_by_id = NEW.posted_by_id
    ) THEN
        RAISE EXCEPTION 'a stocktake is posted by somebody who did not count' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stocktake_posted_by_another BEFORE INSERT OR UPDATE OF posted_by_id ON resources_stocktake
    FOR EACH ROW WHEN (NEW.posted_by_id IS NOT NULL) EXECUTE FUNCTION resources_stocktake_is_posted_by_another();
"""
DROP = """
DROP TRIGGER stocktake_posted_by_another ON resources_stocktake;
DROP FUNCTION resources_stocktake_is_posted_by_another();
"""
STATES = [
    ("draft", "待发出"),
    ("sent", "在途"),
    ("received", "已签收"),
    ("short", "短少签收"),
    ("recalled", "已退回"),
    ("cancelled", "已取消"),
]


def _key(**options):
    return models.CharField(max_length=80, **options)


class Migration(migrations.Migration):
    dependencies = [("resources", "0010_papers_are_immutable")]
    operations = [
        migrations.AlterModelOptions(
            name="stocktake",
            options={"ordering": ["-started_at", "-id"], "verbose_name": "盘点", "verbose_name_plural": "盘点"},
        ),
        migrations.AlterField(
            model_name="transfer",
            name="state",
            field=models.CharField(choices=STATES, default="draft", max_length=10, verbose_name="状态"),
        ),
        migrations.AddField("transfer", "overdue_told_at", models.DateTimeField(null=True)),
        migrations.AddField("transfer", "key", _key(unique=True, null=True)),
        migrations.AddField("transfer", "sent_key", _key(blank=True, default=""), preserve_default=False),
        migrations.AddField("transfer", "received_key", _key(blank=True, default=""), preserve_default=False),
        migrations.AddField("stocktake", "key", _key(unique=True, null=True)),
        migrations.AddField(
            "stocktakeline",
            "key",
            _key(blank=True, default="", help_text="of the request that counted it"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "transfer", models.Index(fields=["expected_at"], name="transfer_due", condition=Q(state="sent"))
        ),
        migrations.AddConstraint(
            "transfer",
            models.CheckConstraint(name="transfer_shortage_explained", condition=~Q(state="short") | ~Q(remark="")),
        ),
        migrations.RemoveConstraint("transferline", "transfer_line_once"),
        migrations.AddConstraint(
            "transferline",
            models.UniqueConstraint(
                fields=("transfer", "part", "reservation"), name="transfer_line_once", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
