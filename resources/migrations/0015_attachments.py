import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
CREATE FUNCTION attachment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attachments are append-only: hide a wrong one instead' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER attachment_facts_kept BEFORE UPDATE OF subject_kind, subject_id, kind, name, caption, media_type, size,
    sha256, added_at, added_by_id ON resources_attachment FOR EACH ROW EXECUTE FUNCTION attachment_is_kept();
CREATE TRIGGER attachment_hidden_once BEFORE UPDATE ON resources_attachment
    FOR EACH ROW WHEN (OLD.hidden_at IS NOT NULL) EXECUTE FUNCTION attachment_is_kept();
CREATE TRIGGER attachment_kept BEFORE DELETE ON resources_attachment
    FOR EACH ROW EXECUTE FUNCTION attachment_is_kept();
CREATE TRIGGER attachment_bytes_kept BEFORE UPDATE OR DELETE ON resources_attachmentcontent
    FOR EACH ROW EXECUTE FUNCTION attachment_is_kept();
"""
DROP = """
DROP TRIGGER attachment_bytes_kept ON resources_attachmentcontent;
DROP TRIGGER attachment_kept ON resources_attachment;
DROP TRIGGER attachment_hidden_once ON resources_attachment;
DROP TRIGGER attachment_facts_kept ON resources_attachment;
DROP FUNCTION attachment_is_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0014_shifts_know_their_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=30)),
                ('subject_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('image', '图片'), ('pdf', 'PDF'), ('text', '文本'), ('sheet', '表格'), ('document', '文档')], max_length=10, verbose_name='类型')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('caption', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField(verbose_name='添加时间')),
                ('hidden_at', models.DateTimeField(null=True)),
                ('hidden_reason', models.CharField(blank=True, max_length=200, verbose_name='隐藏原因')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='添加人')),
                ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AttachmentContent',
            fields=[
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='content', serialize=False, to='resources.attachment')),
                ('data', models.BinaryField()),
                ('thumbnail', models.BinaryField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(fields=['subject_kind', 'subject_id', 'added_at'], name='attachment_subject'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(condition=models.Q(('hidden_at', None)), fields=('subject_kind', 'subject_id', 'sha256'), name='attachment_once_a_subject'),
        ),
        migrations.RunSQL(APPEND_ONLY, DROP),
    ]
