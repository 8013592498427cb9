"""Signatures against the vectors of FACTS §5 and of Aliyun's documentation."""

import hashlib
import hmac
import json

from incidents.escalation.channels import signing


def test_dingtalk_s_documented_vector():
    assert signing.dingtalk(1577262236757, "SECtest") == "Za/ne6w2koB8B4ROVlgTNd/X+/FbyDpZrXLz57xNZSA="


def test_feishu_s_documented_vector():
    assert signing.feishu(1599360473, "SECtest") == "bMjxHlJJlXMW0yjKHZsmMvrFnAOfMlmWpRUsH3qMAek="


def test_aliyun_s_documented_example():
    image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    call = signing.AliyunCall(
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        date="2023-10-26T10:22:32Z",
        nonce="3156853299f313e23d1673dc12e1703d",
        parameters={"RegionId": "cn-shanghai", "ImageId": image},
    )
    signed = signing.aliyun(call, "YourAccessKeyId", "YourAccessKeySecret")
    assert signed.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_a_webhook_s_signature_covers_its_time_and_its_body():
    body = json.dumps({"id": 1}).encode()
    wanted = hmac.new(b"s", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert signing.webhook(1700000000, body, "s") == f"v1={wanted}"
    assert signing.webhook(1700000001, body, "s") != f"v1={wanted}"
