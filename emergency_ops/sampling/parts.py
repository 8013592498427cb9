"""What is loaded: the defaults that every installation begins with, and the sample network with its people and things.

Both in this order, for what comes later builds on what was before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.escalation import sample as escalation
from incidents.escalation import sample_policies
from incidents.monitoring import sample as monitoring
from incidents.monitoring.patrols import sample as patrols
from incidents.response import sample as response
from incidents.response.hotline import sample as hotline
from incidents.response.online import sample as online
from incidents.response.plans import sample as plans
from notices.content.faq import sample as faq
from notices.content.patterns import sample as notice_templates
from resources.inventory import sample as inventory
from resources.network import sample as network
from resources.staff import sample as staff
from resources.staff import sample_duty


@dataclass(frozen=True, slots=True)
class Part:
    label: str | Promise
    load: Callable[[datetime], object]


DEFAULTS = (
    Part(_("升级策略"), escalation.load),
    Part(_("夜间和重大事件的升级策略"), sample_policies.load),
    Part(_("监测规则"), monitoring.load),
    Part(_("定级规则"), response.load),
    Part(_("应急预案"), plans.load),
    Part(_("热线话术"), hotline.load),
    Part(_("常见问题"), faq.load),
    Part(_("公告模板"), notice_templates.load),
    Part(_("节假日"), sample_duty.load_calendar),
)
SAMPLE = (
    Part(_("网点和终端"), network.load),
    Part(_("人员、岗位和值班表"), staff.load),
    Part(_("备件库、备件和移动设备"), inventory.load),
    Part(_("巡检"), patrols.load),
    Part(_("线上缴费渠道"), online.load),
)
