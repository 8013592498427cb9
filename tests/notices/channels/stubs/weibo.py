"""Weibo as its documentation describes it: share, user_timeline, destroy. Errors are HTTP 400 with a code in the body."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

TOKEN, UID = "weibo-token", "1404376560"
CALLS = ("statuses/share", "statuses/user_timeline", "statuses/destroy", "oauth2/get_token_info")
FIRST = 3504803600502730


class Weibo:
    """domain: the only one that a text may link to, "" for any. is_delayed: share answers 20032 and the text shows later."""

    def __init__(self, domain):
        self.domain, self.statuses, self.is_delayed, self.may_destroy = domain, {}, False, True

    def knows(self, name):
        return name in CALLS

    def error(self, number, words):
        return 400, {"request": "/2/statuses", "error_code": str(number), "error": words}

    def answer(self, call):
        if call.form.get("access_token") != TOKEN:
            return self.error(21332, "invalid_access_token")
        return {
            "statuses/share": self._share,
            "statuses/user_timeline": self._timeline,
            "statuses/destroy": self._destroy,
            "oauth2/get_token_info": self._info,
        }[call.name](call.form)

    def _share(self, form):
        text = form.get("status", "")
        links = re.findall(r"https?://[!-~]+", text)
        if not form.get("rip"):
            return self.error(10016, "miss required parameter (rip)")
        if not links or "#" in text or any(self.domain and self.domain not in link for link in links):
            return self.error(10017, "param error: status must have a url of the bound domain")
        if sum(1 if ord(character) < 256 else 2 for character in re.sub(r"https?://[!-~]+", "x" * 20, text)) > 280:
            return self.error(20012, "Text too long, please input text less than 140 characters!")
        if any(one["written"] == text for one in self.statuses.values()):
            return self.error(20019, "repeat content!")
        number = FIRST + len(self.statuses)
        self.statuses[str(number)] = self._status(number, text)
        return self.error(20032, "Update success, maybe delayed") if self.is_delayed else (200, self._shown(number))

    def _status(self, number, text):
        at = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%a %b %d %H:%M:%S %z %Y")
        shown = re.sub(r"https?://[!-~]+", "http://t.cn/A6xyz", text)
        return {
            "created_at": at,
            "id": number,
            "idstr": str(number),
            "mid": str(number),
            "text": shown,
            "written": text,
        }

    def _shown(self, number):
        status = {name: value for name, value in self.statuses[str(number)].items() if name != "written"}
        return {**status, "user": {"id": int(UID), "idstr": UID, "screen_name": "应急中心"}}

    def _timeline(self, form):
        found = [{**self._shown(one["id"]), "user": None, "uid": int(UID)} for one in self.statuses.values()]
        return 200, {"statuses": found[::-1][: int(form["count"])], "total_number": len(found)}

    def _destroy(self, form):
        if not self.may_destroy:
            return self.error(10014, "Insufficient app permissions!")
        if form.get("id") not in self.statuses:
            return self.error(20101, "target weibo does not exist!")
        shown = self._shown(form["id"])
        del self.statuses[form["id"]]
        return 200, shown

    def _info(self, form):
        return 200, {"uid": int(UID), "appkey": "1", "scope": "", "create_at": 1, "expire_in": 157679999}
