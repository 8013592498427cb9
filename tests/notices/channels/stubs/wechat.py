"""A WeChat official account as its documentation describes it: tokens, drafts, publications."""

import time

APPID, SECRET, THUMB = "wx-stub", "wechat-secret", "thumb-1"


class WeChat:
    """polls: how often get answers 1 before it answers `outcome`. lifetime: of a token as stable_token tells it, in seconds."""

    def __init__(self, polls):
        self.polls, self.outcome, self.lifetime = polls, 0, 7200
        self.token, self.fetched, self.forced = "token-1", 0, 0
        self.drafts, self.tasks, self.articles = {}, {}, {}

    def expire_token(self):
        """The token that was given is no good any more; the next fetch gives another."""
        self.token = f"token-{int(self.token.rpartition('-')[2]) + 1}"

    def error(self, number, words):
        return 200, {"errcode": number, "errmsg": f"{words} rid: 1-2-3"}

    def answer(self, call):
        if call.name == "stable_token":
            return self._give_token(call.json)
        if call.form.get("access_token") != self.token:
            return self.error(40001, "invalid credential, access_token is invalid or not latest")
        deed = {
            "draft/add": self._add_draft,
            "draft/batchget": self._list_drafts,
            "freepublish/submit": self._submit,
            "freepublish/get": self._get,
            "freepublish/batchget": self._list,
            "freepublish/delete": self._delete,
        }.get(call.name)
        return deed(call.json) if deed else self.error(40066, "invalid url")

    def _give_token(self, asked):
        self.fetched += 1
        if asked.get("grant_type") != "client_credential" or asked.get("appid") != APPID:
            return self.error(40013, "invalid appid")
        if asked.get("secret") != SECRET:
            return self.error(40125, "invalid appsecret")
        if asked.get("force_refresh"):
            self.forced += 1
            self.expire_token()
        return 200, {"access_token": self.token, "expires_in": self.lifetime}

    def _add_draft(self, asked):
        article = asked["articles"][0]
        if article.get("thumb_media_id") != THUMB:
            return self.error(40007, "invalid media_id")
        for name, most in (("title", 32), ("author", 16), ("digest", 128)):
            if len(article[name]) > most:
                return self.error(45003, f"{name} size out of limit")
        if len(article["content"]) >= 20_000:
            return self.error(45002, "content size out of limit")
        media_id = f"draft-{len(self.drafts) + len(self.articles) + 1}"
        self.drafts[media_id] = article
        return 200, {"media_id": media_id}

    def _list_drafts(self, asked):
        items = [
            {"media_id": media_id, "content": {"news_item": [_without_content(article)]}, "update_time": 1}
            for media_id, article in self.drafts.items()
        ]
        return 200, {"total_count": len(items), "item_count": len(items), "item": items[::-1][: asked["count"]]}

    def _submit(self, asked):
        article = self.drafts.pop(asked["media_id"], None)
        if article is None:
            return self.error(40007, "invalid media_id")
        number = 100_000_000 + len(self.tasks) + 1
        self.tasks[str(number)] = {"article": article, "looks": 0}
        if self.polls == 0 and self.outcome == 0:
            self._publish(str(number))
        return 200, {"errcode": 0, "errmsg": "ok", "publish_id": number, "msg_data_id": "1"}

    def _get(self, asked):
        task = self.tasks.get(str(asked["publish_id"]))
        if task is None:
            return self.error(40007, "invalid publish_id")
        task["looks"] += 1
        answer = {"publish_id": asked["publish_id"], "publish_status": 1, "fail_idx": []}
        if task["looks"] <= self.polls:
            return 200, answer
        if self.outcome != 0:
            return 200, {**answer, "publish_status": self.outcome, "fail_idx": [1]}
        article_id = self._publish(str(asked["publish_id"]))
        item = {"idx": 1, "article_url": self.articles[article_id]["url"]}
        return 200, {
            **answer, "publish_status": 0, "article_id": article_id, "article_detail": {"count": 1, "item": [item]},
        }  # fmt: skip

    def _publish(self, publish_id):
        article_id = f"article-{publish_id}"
        article = self.tasks[publish_id]["article"]
        url = f"https://mp.weixin.qq.com/s/{publish_id}"
        self.articles.setdefault(article_id, {**article, "url": url, "is_deleted": False, "at": time.time()})
        return article_id

    def _list(self, asked):
        items = [
            {"article_id": article_id, "content": {"news_item": [_without_content(article)]}, "update_time": 1}
            for article_id, article in self.articles.items()
        ]
        return 200, {"total_count": len(items), "item_count": len(items), "item": items[::-1][: asked["count"]]}

    def _delete(self, asked):
        article = self.articles.get(asked["article_id"])
        if article is None:
            return self.error(53600, "Article ID 无效")
        article["is_deleted"] = True
        return 200, {"errcode": 0, "errmsg": "ok"}


def _without_content(article):
    return {name: value for name, value in article.items() if name != "content"}
