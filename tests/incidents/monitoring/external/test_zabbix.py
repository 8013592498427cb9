"""The media type is a file that Zabbix can import."""

import yaml

from incidents.monitoring.external.zabbix import MACROS, media_type


def test_it_is_yaml_with_every_macro_and_the_address():
    (media,) = yaml.safe_load(media_type("https://ops.example.cn/api/v1/external/zabbix"))["zabbix_export"][
        "media_types"
    ]
    given = {row["name"]: row["value"] for row in media["parameters"]}
    assert given.items() >= MACROS.items()
    assert given["address"] == "https://ops.example.cn/api/v1/external/zabbix"


def test_its_script_sends_what_we_read_and_not_the_key():
    (media,) = yaml.safe_load(media_type("https://ops.example.cn"))["zabbix_export"]["media_types"]
    assert media["script"].index("delete given.key") < media["script"].index("JSON.stringify(given)")
