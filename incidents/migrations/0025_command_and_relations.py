

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0024_webhooks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='classified_at',
            field=models.DateTimeField(help_text='a person has set category, cause and payment method', null=True),
        ),
        migrations.CreateModel(
            name='CommandTransfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', '待接手人确认'), ('accepted', '已交接'), ('withdrawn', '已取消')], default='proposed', max_length=10, verbose_name='状态')),
                ('summary', models.TextField(verbose_name='交接内容')),
                ('questions', models.TextField(blank=True, verbose_name='待决问题')),
                ('reason', models.TextField(blank=True, verbose_name='直接接手的原因')),
                ('at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('giver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='交出人')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='command_transfers', to='incidents.incident')),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接手人')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('incident',), name='one_command_transfer_open')],
            },
        ),
        migrations.CreateModel(
            name='FormerRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('suspected', '待确认'), ('confirmed', '已确认'), ('responding', '处置中'), ('restored', '已恢复'), ('closed', '已关闭'), ('false_alarm', '误报'), ('merged', '已合并')], help_text='in which it had ended', max_length=12)),
                ('restored_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('clock_started_at', models.DateTimeField()),
                ('clock_due_at', models.DateTimeField()),
                ('clock_stopped_at', models.DateTimeField(null=True)),
                ('terminals', models.PositiveIntegerField()),
                ('reopened_at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_runs', to='incidents.incident')),
                ('reopened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('incident', 'number'), name='former_run_once')],
            },
        ),
        migrations.CreateModel(
            name='RelatedIncident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('causes', '引起'), ('same_area', '同一区域'), ('split', '拆分出')], max_length=10)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_from', to='incidents.incident')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_to', to='incidents.incident')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Least('first', 'second'), django.db.models.functions.comparison.Greatest('first', 'second'), condition=models.Q(('ended_at', None)), name='two_incidents_related_once'), models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='not_related_to_itself')],
            },
        ),
        migrations.CreateModel(
            name='RoleHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function', models.CharField(choices=[('commander', '总指挥'), ('technical', '技术处置'), ('on_site', '现场服务'), ('logistics', '资源保障'), ('public_information', '信息发布'), ('customer_service', '客服'), ('scribe', '记录员'), ('reconciliation', '对账')], max_length=20, verbose_name='角色')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='incidents.incident')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
            ],
            options={
                'ordering': ['since', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('incident', 'function'), name='one_holder_of_a_role')],
            },
        ),
    ]
