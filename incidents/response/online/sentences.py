"""What timelines tell of channels and codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ONLINE: Mapping[str, Promise] = {
    "codes_made": _("生成应急支付二维码%(count)s个：%(place)s，有效期至%(until)s。"),
    "codes_revoked": _("作废应急支付二维码%(count)s个：%(where)s。"),
    "codes_prolonged": _("应急支付二维码%(count)s个延长有效期至%(until)s。"),
    "channels_named": _("线上渠道：%(channels)s。"),
}
