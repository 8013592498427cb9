"""Remote commands in an incident's timeline."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

DIAGNOSIS: Mapping[str, Promise] = {
    "command_sent": ngettext_lazy(
        "向%(count)s台终端下发远程指令“%(command)s”：%(terminals)s。",
        "向%(count)s台终端下发远程指令“%(command)s”：%(terminals)s。",
        "count",
    ),
    "command_done": _("终端%(terminal)s完成远程指令“%(command)s”。"),
    "command_failed": _("终端%(terminal)s执行远程指令“%(command)s”失败。"),
    "command_timed_out": _("终端%(terminal)s未答复远程指令“%(command)s”，已超时。"),
    "command_cancelled": _("取消终端%(terminal)s的远程指令“%(command)s”。"),
    "command_batch": _(
        "远程指令“%(command)s”全部结束：完成%(done)s台，失败%(failed)s台，超时%(timed_out)s台，取消%(cancelled)s台。"
    ),
}
