"""A test of e-mail, to whoever asks for it."""

from datetime import datetime

import structlog
from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emergency_ops.lib.errors import Refused
from incidents.escalation import mail
from incidents.escalation.access import require_channel_keeper
from incidents.escalation.channels.fates import Fate, Sent
from incidents.escalation.channels.models import EmailTrial
from resources.staff.models import Person

log = structlog.get_logger(__name__)


def try_email(*, actor: Person, now: datetime) -> Sent:
    """Send a test message to the actor's own address. Raises Refused where there is none."""
    require_channel_keeper(actor)
    if not actor.email:
        raise Refused("no_address", gettext_lazy("您没有登记邮箱，无法接收测试邮件。"))
    with translation.override(settings.LANGUAGE_CODE):
        title = _("【测试】%(name)s") % {"name": _("电子邮件")}
        names = {"person": actor, "time": f"{localtime(now):%H:%M:%S}"}
        body = _("这是一条测试消息，由%(person)s于%(time)s发出，无需处理。") % names
    sent = mail.send(mail.Letter(f"test:email:{actor.pk}:{now.isoformat()}", actor.email, title, body))
    EmailTrial.objects.create(at=now, person=actor, accepted=sent.fate == Fate.ACCEPTED, error=sent.error)
    log.info("email_tried", fate=sent.fate, actor=actor.pk)
    return sent
