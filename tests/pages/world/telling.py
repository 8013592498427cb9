"""Notices in every state, on paper, on screens, on the status page; questions and templates."""

from datetime import timedelta

from incidents.escalation.channels.sealing import seal
from notices.channels.cap.models import CapMessage
from notices.channels.models import Delivery, PublicAccount
from notices.channels.screens.models import ScreenText
from notices.content import actions, registry
from notices.content.faq import actions as faq
from notices.content.faq.models import FaqItem
from notices.content.faq.words import FaqWords
from notices.content.models import Notice
from notices.content.patterns.models import JargonWord, NoticeTemplate
from notices.printing import actions as printing
from notices.printing.models import PrintedNotice, PrintJob
from notices.printing.walls import actions as walls
from notices.printing.walls.models import Posting
from tests.notices.conftest import ENGLISH, WORDS

from .files import photo


def add(world):
    _accounts(world)
    _notices(world)
    _paper(world)
    _questions(world)
    world.publication = Delivery.objects.order_by("pk").first()
    world.cap = CapMessage.objects.order_by("pk").first()
    world.screen_text = ScreenText.objects.order_by("pk").first()
    world.template = NoticeTemplate.objects.order_by("pk").first()
    world.word = JargonWord.objects.order_by("pk").first()


def _accounts(world):
    rows = [
        ("wechat", {"appid": "wx123", "thumb_media_id": "m1"}, {"secret": "s"}),
        ("weibo", {"domain": "127.0.0.1", "rip": "203.0.113.7"}, {"access_token": "t"}),
    ]
    for channel, options, secrets in rows:
        world.public_account = PublicAccount.objects.create(
            channel=channel, name="沪上自助缴费服务", options=options, sealed=seal(secrets),
            created_at=world.now, changed_at=world.now,
        )  # fmt: skip


def _notices(world):
    publisher, commander, now = world.person("publisher"), world.person("commander"), world.now
    texts = {"zh-hans": WORDS, "en": ENGLISH}
    world.outlets = [outlet.code for outlet in registry.outlets()]
    notice = actions.draft(
        "alert", texts, incident=world.incident, actor=publisher, now=now, outlets=world.outlets,
        expires_at=now + timedelta(hours=6),
    )  # fmt: skip
    actions.submit(notice, actor=publisher, now=now)
    actions.approve(notice, actor=commander, now=now, seen=notice.version, and_issue=True)
    world.notice = Notice.objects.get(pk=notice.pk)
    world.draft = actions.draft("update", texts, incident=world.incident, actor=publisher, now=now)
    review = actions.draft(
        "maintenance", texts, sites=[world.other_site], actor=publisher, now=now, began_at=now + timedelta(hours=3),
        expected_until=now + timedelta(hours=5),
    )  # fmt: skip
    world.review = actions.submit(review, actor=publisher, now=now) or review


def _paper(world):
    publisher, field, now = world.person("publisher"), world.person("field_staff"), world.now
    printing.issue(world.incident, [world.site], actor=publisher, now=now)
    printing.issue_of(world.notice, [world.site], actor=publisher, now=now)
    world.sheet = PrintedNotice.objects.order_by("-pk").first()
    world.job = PrintJob.objects.order_by("pk").first()
    world.posting = Posting.objects.filter(site=world.site).order_by("-pk").first()
    first = Posting.objects.filter(site=world.site).order_by("pk").first()
    walls.mark_posted(first, actor=field, now=now, place="大厅东门", uploads=[photo()])


def _questions(world):
    editor, now = world.person("publisher"), world.now
    asked = FaqWords(question="可以刷医保卡吗？", answer="可以，请到人工窗口。不清楚请拨打 {hotline}。")
    world.proposed = faq.create(asked, actor=editor, now=now)
    world.question = FaqItem.objects.exclude(pk=world.proposed.pk).order_by("pk").first()
