"""The message of the test button, and what its answer means in words."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.escalation.choices import Channel
from resources.staff.models import Person

from .fates import Fate
from .links import make_token
from .models import ChannelAccount
from .packing import absolute
from .parcels import Addressee, Parcel

#: a fate as people read it: its name, and what to do about it
MEANINGS: Mapping[Fate, tuple[Promise, Promise]] = {
    Fate.ACCEPTED: (gettext_lazy("已接受"), gettext_lazy("对方已收下测试消息，请到群里或手机上核对。")),
    Fate.TRANSIENT: (gettext_lazy("暂时失败"), gettext_lazy("消息没有发出。正式消息会自动重试；请检查网络和地址。")),
    Fate.THROTTLED: (gettext_lazy("被限流"), gettext_lazy("发送过于频繁。正式消息会排队，到时自动发送。")),
    Fate.AUTH: (gettext_lazy("密钥或签名不被接受"), gettext_lazy("请核对密钥、加签方式和系统时间。")),
    Fate.PERMANENT: (gettext_lazy("被拒绝"), gettext_lazy("对方拒绝了这条消息，重试无用。请按下面的错误修改设置。")),
    Fate.UNKNOWN: (gettext_lazy("结果未知"), gettext_lazy("请求已发出但没有得到答复，可能已经送达，请到对方核对。")),
}


def parcel(account: ChannelAccount, actor: Person, now: datetime) -> Parcel:
    """A message that says it is a test. A text message carries a code that opens nothing, so that the call's template is tried."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("【测试】%(name)s") % {"name": account.name}
        body = _("这是一条测试消息，由%(person)s于%(time)s发出，无需处理。") % {
            "person": actor,
            "time": f"{localtime(now):%H:%M:%S}",
        }
    is_text_message = account.channel == Channel.SMS
    return Parcel(
        key=f"test:{account.pk}:{actor.pk}:{now.isoformat()}",
        title=title,
        body=body,
        link=absolute("/"),
        link_label="",
        people=[Addressee(str(actor), actor.phone)] if is_text_message else [],
        token=make_token() if is_text_message else "",
        facts={"subject": {"kind": "test", "id": account.pk}, "urgent": False, "ids": []},
        created_at=now,
    )
