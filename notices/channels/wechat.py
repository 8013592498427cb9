"""A WeChat official account: a draft, its publication, what became of it, and its removal.

https://developers.weixin.qq.com/doc/service/guide/product/publish.html
submit says only that the task was taken; get tells how it ended. Publishing makes an article public and tells no followers.
An article that is out cannot be changed, only deleted. A published draft leaves the box of drafts.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from incidents.escalation.channels.fates import Fate
from incidents.escalation.channels.http import Answer, post
from incidents.escalation.channels.parcels import Account

from . import tokens
from .outcomes import Look, Result, Seen
from .wechat_codes import NO_SUCH_ARTICLE, TOKEN, code_of, read

#: of a list so many are looked at; more than twenty are not given
NEWEST = 20
PUBLISHED, RUNNING = 0, 1


def add_draft(account: Account, payload: Mapping[str, str], now: datetime) -> Result:
    """Save the article as a draft; nobody outside sees it. ids: media_id."""
    article = {
        "article_type": "news",
        "title": payload["title"],
        "author": payload["author"],
        "digest": payload["digest"],
        "content": payload["content"],
        "content_source_url": payload["url"],
        "thumb_media_id": account.option("thumb_media_id"),
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }
    return _with_id("media_id", *_ask(account, "/cgi-bin/draft/add", {"articles": [article]}, now))


def seek_draft(account: Account, payload: Mapping[str, str], now: datetime) -> Result:
    """The draft of a lost answer, known by its source address: ids media_id, or none when there is no such draft."""
    asked = {"offset": 0, "count": NEWEST, "no_content": 1}
    answer, refused = _ask(account, "/cgi-bin/draft/batchget", asked, now, is_idempotent=True)
    if refused is not None:
        return refused
    for item, article in _articles(answer.json()):
        if article.get("content_source_url") == payload["url"] and item.get("media_id"):
            return Result(Fate.ACCEPTED, ids={"media_id": str(item["media_id"])})
    return Result(Fate.ACCEPTED)


def submit(account: Account, ids: Mapping[str, str], now: datetime) -> Result:
    """Ask for the publication of a draft. ids: publish_id. A lost answer leaves open whether it was taken."""
    return _with_id(
        "publish_id", *_ask(account, "/cgi-bin/freepublish/submit", {"media_id": ids.get("media_id", "")}, now)
    )


def look(account: Account, payload: Mapping[str, str], ids: Mapping[str, str], now: datetime) -> Look:
    """By the number of the task where it is known; else among what the account has published."""
    return _look_task(account, ids["publish_id"], now) if ids.get("publish_id") else _seek(account, payload, now)


def take_back(account: Account, ids: Mapping[str, str], now: datetime) -> Result:
    """Delete the published article; one that is not there any more counts as deleted."""
    asked = {"article_id": ids.get("article_id", ""), "index": 0}
    answer, refused = _ask(account, "/cgi-bin/freepublish/delete", asked, now, is_idempotent=True)
    if refused is not None and code_of(answer) == NO_SUCH_ARTICLE:
        return Result(Fate.ACCEPTED, error=refused.error)
    return refused or Result(Fate.ACCEPTED)


def check(account: Account, now: datetime) -> Result:
    """Whether the account lets us in and may publish; changes nothing."""
    tokens.forget(account)
    asked = {"offset": 0, "count": 1, "no_content": 1}
    _answer, refused = _ask(account, "/cgi-bin/freepublish/batchget", asked, now, is_idempotent=True)
    return refused or Result(Fate.ACCEPTED)


def reason(status: int) -> str:
    """In words, what the number of a publication that failed says."""
    return {
        2: _("原创声明校验未通过"),
        3: _("平台未说明原因的失败"),
        4: _("平台审核不通过"),
        5: _("发布成功后被账号管理员删除"),
        6: _("发布成功后被平台封禁"),
    }.get(status, _("平台返回了没有说明的状态"))


def _look_task(account: Account, publish_id: str, now: datetime) -> Look:
    answer, refused = _ask(account, "/cgi-bin/freepublish/get", {"publish_id": publish_id}, now, is_idempotent=True)
    if refused is not None:
        return Look(Seen.NO_ANSWER, refused.error, refused.until)
    body = answer.json()
    status = body.get("publish_status")
    if status == RUNNING:
        return Look(Seen.RUNNING)
    if status == PUBLISHED:
        return Look(Seen.PUBLIC, ids={"article_id": str(body.get("article_id") or "")}, link=_address(body))
    if not isinstance(status, int):
        return Look(Seen.NO_ANSWER, f"HTTP {answer.status} {answer.text}".strip()[:300])
    error = f"publish_status {status}：{reason(status)}"
    return Look(Seen.GONE if status > 4 else Seen.REFUSED, error)


def _seek(account: Account, payload: Mapping[str, str], now: datetime) -> Look:
    """The list holds what was published, not what is under way, so its silence says little."""
    asked = {"offset": 0, "count": NEWEST, "no_content": 1}
    answer, refused = _ask(account, "/cgi-bin/freepublish/batchget", asked, now, is_idempotent=True)
    if refused is not None:
        return Look(Seen.NO_ANSWER, refused.error, refused.until)
    for item, article in _articles(answer.json()):
        if article.get("content_source_url") == payload["url"] and not article.get("is_deleted"):
            ids = {"article_id": str(item.get("article_id") or "")}
            return Look(Seen.PUBLIC, ids=ids, link=str(article.get("url") or ""))
    return Look(Seen.ABSENT)


def _ask(
    account: Account, path: str, body: object, now: datetime, *, is_idempotent: bool = False
) -> tuple[Answer, Result | None]:
    """One call; a token that the channel refuses is replaced and the call made a second time, for a refused one did nothing."""
    token = tokens.current(account, now)
    if isinstance(token, Result):
        return Answer(), token
    answer = _post(account, path, body, token)
    if code_of(answer) in TOKEN:
        fresh = tokens.current(account, now, instead_of=token)
        if isinstance(fresh, Result):
            return answer, fresh
        answer = _post(account, path, body, fresh)
    return answer, read(answer, now, is_idempotent=is_idempotent)


def _post(account: Account, path: str, body: object, token: str) -> Answer:
    address = f"{account.address}{path}?access_token={quote(token, safe='')}"
    return post(address, json=body, secrets=(token, *account.secrets.values()))


def _with_id(name: str, answer: Answer, refused: Result | None) -> Result:
    """A success without its number is not known to be one."""
    if refused is not None:
        return refused
    found = answer.json().get(name)
    if not found:
        return Result(Fate.UNKNOWN, f"HTTP {answer.status} {answer.text}".strip()[:300])
    return Result(Fate.ACCEPTED, ids={name: str(found)})


def _articles(body: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every article of a list with the item that holds it."""
    items = body.get("item")
    for item in items if isinstance(items, list) else []:
        content = item.get("content") if isinstance(item, dict) else None
        news = content.get("news_item") if isinstance(content, dict) else None
        for article in news if isinstance(news, list) else []:
            if isinstance(article, dict):
                yield item, article


def _address(body: Mapping[str, Any]) -> str:
    detail = body.get("article_detail")
    items = detail.get("item") if isinstance(detail, dict) else None
    first = items[0] if isinstance(items, list) and items else None
    return str(first.get("article_url") or "") if isinstance(first, dict) else ""
