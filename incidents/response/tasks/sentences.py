"""What happens to tasks, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

TASKS: Mapping[str, Promise] = {
    "task_post_vacant": ngettext_lazy(
        "%(function)s岗位无人，%(count)s项任务转由%(people)s负责。",
        "%(function)s岗位无人，%(count)s项任务转由%(people)s负责。",
        "count",
    ),
    "task_post_nobody": ngettext_lazy(
        "%(function)s岗位无人，也没有总指挥可转，%(count)s项任务无人负责，请尽快指定人员。",
        "%(function)s岗位无人，也没有总指挥可转，%(count)s项任务无人负责，请尽快指定人员。",
        "count",
    ),
    "task_added": _("新增任务“%(task)s”，由%(people)s负责。"),
    "task_accepted": _("接受任务“%(task)s”。"),
    "task_declined": _("退回任务“%(task)s”，转给%(people)s。"),
    "task_declined_last": _("退回任务“%(task)s”，已无人可转，请总指挥指定人员。"),
    "task_unanswered": _("%(former)s未接受任务“%(task)s”，转给%(people)s。"),
    "task_unanswered_last": _("%(former)s未接受任务“%(task)s”，已无人可转，已提醒%(people)s。"),
    "task_unheld": _("任务“%(task)s”无人负责，已提醒%(people)s指定人员。"),
    "task_followed": _("岗位负责人变化，任务“%(task)s”由%(former)s转给%(people)s。"),
    "task_taken": _("接手任务“%(task)s”，原由%(former)s负责。"),
    "task_reassigned": _("任务“%(task)s”由%(former)s改派给%(people)s。"),
    "task_extended": _("任务“%(task)s”的时限由%(since)s改为%(until)s。"),
    "task_files": ngettext_lazy(
        "任务“%(task)s”上传附件%(count)s个：%(names)s。", "任务“%(task)s”上传附件%(count)s个：%(names)s。", "count"
    ),
    "task_done": _("完成任务“%(task)s”。"),
    "task_done_late": _("完成任务“%(task)s”，比时限晚%(counted_minutes)s。"),
    "task_cancelled": _("取消任务“%(task)s”。"),
    "tasks_cancelled": ngettext_lazy("取消%(count)s项未完成的任务。", "取消%(count)s项未完成的任务。", "count"),
    "tasks_kept": ngettext_lazy(
        "%(count)s项未完成的任务保留，继续办理。", "%(count)s项未完成的任务保留，继续办理。", "count"
    ),
    "tasks_resumed": ngettext_lazy(
        "事件重新打开，%(count)s项因关闭而取消的任务继续办理。",
        "事件重新打开，%(count)s项因关闭而取消的任务继续办理。",
        "count",
    ),
    "tasks_split": ngettext_lazy(
        "与事件%(number)s分开办理：%(count)s项未完成的步骤生成任务。",
        "与事件%(number)s分开办理：%(count)s项未完成的步骤生成任务。",
        "count",
    ),
    "tasks_merged": ngettext_lazy(
        "接收事件%(number)s的%(count)s项未完成的任务。", "接收事件%(number)s的%(count)s项未完成的任务。", "count"
    ),
    "task_reopened": _("重新打开任务“%(task)s”，由%(people)s负责。"),
    "task_reminder": _("任务“%(task)s”即将到期，已提醒%(people)s。"),
    "task_late": _("任务“%(task)s”超过时限，已提醒%(people)s。"),
}
