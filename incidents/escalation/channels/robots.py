"""Group robots: WeCom 企业微信, DingTalk 钉钉, Feishu 飞书. One call a robot; it mentions whoever is called.

Each answers HTTP 200 with a code in the body, so 200 alone is no success.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from . import answers, signing, texts
from .answers import Codes
from .fates import Fate, Sent
from .http import Answer, post
from .parcels import Account, Addressee, Parcel

MARKDOWN = "markdown"
WECOM_TEXT_BYTES = 2048
WECOM_MARKDOWN_BYTES = 4096
#: requests may have 20,000 bytes (DingTalk) or 20 KB (Feishu); the JSON around the text and its escapes want room
DINGTALK_BYTES = 16_000
FEISHU_BYTES = 16_000

WECOM_CODES = Codes(
    throttled={"45009": timedelta(seconds=60), "45033": timedelta(seconds=10)},
    auth=("40001", "40014", "41001", "42001", "93000", "93008"),
    transient=("-1", "50001", "6000"),
)
DINGTALK_CODES = Codes(
    throttled={"130101": timedelta(minutes=10), "410100": timedelta(minutes=10), "90018": timedelta(seconds=60)},
    auth=("310000", "300001", "300005", "40014", "42001"),
    transient=("-1", "43004", "410101"),
)
FEISHU_CODES = Codes(
    throttled={"9499": timedelta(seconds=60), "11232": timedelta(seconds=60), "99991400": timedelta(seconds=60)},
    auth=("19021", "19001"),
    transient=("19036", "11233", "2200", "55001"),
)
#: DingTalk answers with one code to a bad signature, a foreign address and a missing keyword; only the first is worth another try
_DINGTALK_CONTENT = ("keyword", "关键词", "whitelist", "白名单", "ip")


def send_wecom(account: Account, parcel: Parcel, now: datetime) -> Sent:
    address = f"{account.address}/cgi-bin/webhook/send?key={quote(account.secret('key'), safe='')}"
    return classify_wecom(_post(address, wecom_body(account, parcel), account, parcel), now)


def wecom_body(account: Account, parcel: Parcel) -> dict[str, Any]:
    """Text mentions by mobile and by id; Markdown, by id only, shows the title in bold."""
    if account.option("format") == MARKDOWN:
        mentions = "".join(f"<@{one.handle}>" for one in parcel.people if one.handle)
        link = f"[{parcel.link_label.rstrip('：: ')}]({parcel.link})" if parcel.link else ""
        head = f"**{texts.plain(parcel.title)}**"
        text = texts.fit(
            texts.lines(head, texts.plain(_body(parcel))), WECOM_MARKDOWN_BYTES, texts.lines(link, mentions)
        )
        return {"msgtype": "markdown", "markdown": {"content": text}}
    content: dict[str, Any] = {"content": texts.fit(_plain(parcel), WECOM_TEXT_BYTES, parcel.tail)}
    by_id = [one.handle for one in parcel.people if one.handle]
    by_phone = [one.phone for one in parcel.people if one.phone and not one.handle]
    content |= {"mentioned_list": by_id} if by_id else {}
    content |= {"mentioned_mobile_list": by_phone} if by_phone else {}
    return {"msgtype": "text", "text": content}


def classify_wecom(answer: Answer, now: datetime) -> Sent:
    return _classify(answer, now, "errcode", "errmsg", WECOM_CODES)


def send_dingtalk(account: Account, parcel: Parcel, now: datetime) -> Sent:
    address = f"{account.address}/robot/send?access_token={quote(account.secret('access_token'), safe='')}"
    if account.secret("secret"):
        milliseconds = int(now.timestamp() * 1000)
        sign = quote(signing.dingtalk(milliseconds, account.secret("secret")), safe="")
        address = f"{address}&timestamp={milliseconds}&sign={sign}"
    return classify_dingtalk(_post(address, dingtalk_body(account, parcel), account, parcel), now)


def dingtalk_body(account: Account, parcel: Parcel) -> dict[str, Any]:
    """Whoever is mentioned must also stand in the text as @mobile or @id."""
    at = {
        "atUserIds": [one.handle for one in parcel.people if one.handle],
        "atMobiles": [one.phone for one in parcel.people if one.phone and not one.handle],
    }
    mentions = " ".join(f"@{name}" for name in (*at["atUserIds"], *at["atMobiles"]))
    keyword = _missing_keyword(account, parcel)
    if account.option("format") == MARKDOWN:
        link = f"[{parcel.link_label.rstrip('：: ')}]({parcel.link})" if parcel.link else ""
        body = texts.plain(_body(parcel)).replace("\n", "\n\n")
        head = f"### {texts.plain(parcel.title)}\n"
        text = texts.fit(head + body, DINGTALK_BYTES, texts.lines(f"\n{link}" if link else "", mentions, keyword))
        return {"msgtype": "markdown", "markdown": {"title": texts.cut(parcel.title, 200), "text": text}, "at": at}
    text = texts.fit(_plain(parcel), DINGTALK_BYTES, texts.lines(parcel.tail, mentions, keyword))
    return {"msgtype": "text", "text": {"content": text}, "at": at}


def classify_dingtalk(answer: Answer, now: datetime) -> Sent:
    sent = _classify(answer, now, "errcode", "errmsg", DINGTALK_CODES)
    if sent.error.startswith("310000") and any(word in sent.error.lower() for word in _DINGTALK_CONTENT):
        return Sent(Fate.PERMANENT, sent.error)
    return sent


def send_feishu(account: Account, parcel: Parcel, now: datetime) -> Sent:
    address = f"{account.address}/open-apis/bot/v2/hook/{quote(account.secret('token'), safe='')}"
    body = feishu_body(account, parcel)
    if account.secret("secret"):
        seconds = int(now.timestamp())
        body = {"timestamp": str(seconds), "sign": signing.feishu(seconds, account.secret("secret")), **body}
    return classify_feishu(_post(address, body, account, parcel), now)


def feishu_body(account: Account, parcel: Parcel) -> dict[str, Any]:
    """Mentions are by the person's id only; others are named."""
    mentions = " ".join(_feishu_mention(one) for one in parcel.people)
    tail = texts.lines(parcel.tail, mentions, _missing_keyword(account, parcel))
    return {"msg_type": "text", "content": {"text": texts.fit(_harmless(_plain(parcel)), FEISHU_BYTES, tail)}}


def classify_feishu(answer: Answer, now: datetime) -> Sent:
    """Older robots say StatusCode, newer ones code."""
    return _classify(answer, now, "code" if "code" in answer.json() else "StatusCode", "msg", FEISHU_CODES)


def _feishu_mention(person: Addressee) -> str:
    if not person.handle:
        return f"@{person.name}"
    return f'<at user_id="{person.handle}">{_harmless(person.name)}</at>'


def _harmless(text: str) -> str:
    """A title that contains a tag mentions nobody."""
    return text.replace("<at", "＜at").replace("</at", "＜/at")


def _classify(answer: Answer, now: datetime, code_name: str, words_name: str, codes: Codes) -> Sent:
    body: Mapping[str, Any] = answer.json()
    if code_name not in body:
        return answers.of_transport(answer, now) or answers.unreadable(answer)
    code = str(body[code_name])
    if code == "0":
        return Sent(Fate.ACCEPTED)
    return answers.of_code(code, str(body.get(words_name, "")), codes, now)


def _post(address: str, body: object, account: Account, parcel: Parcel) -> Answer:
    return post(
        address,
        json=body,
        headers={"Idempotency-Key": parcel.digest},
        secrets=tuple(account.secrets.values()),
    )


def _plain(parcel: Parcel) -> str:
    return texts.lines(parcel.title, _body(parcel))


def _body(parcel: Parcel) -> str:
    return texts.lines(parcel.body, parcel.earlier)


def _missing_keyword(account: Account, parcel: Parcel) -> str:
    """A robot that is guarded by a keyword refuses texts without it."""
    keyword = account.option("keyword")
    return keyword if keyword and keyword not in texts.lines(parcel.title, parcel.tail) else ""
