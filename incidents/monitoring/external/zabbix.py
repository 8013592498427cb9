"""The media type that Zabbix imports (6.0 and later): a webhook that posts the macros as JSON with the key of a source."""

from typing import Final

MACROS: Final = {
    "event_id": "{EVENT.ID}",
    "value": "{EVENT.VALUE}",
    "severity": "{EVENT.NSEVERITY}",
    "update_status": "{EVENT.UPDATE.STATUS}",
    "recovery_id": "{EVENT.RECOVERY.ID}",
    "recovery_value": "{EVENT.RECOVERY.VALUE}",
    "host": "{HOST.HOST}",
    "trigger_id": "{TRIGGER.ID}",
    "name": "{EVENT.NAME}",
    "opdata": "{EVENT.OPDATA}",
    "tags": "{EVENT.TAGSJSON}",
    "url": "{TRIGGER.URL}",
}
_SCRIPT: Final = (
    "var given = JSON.parse(value);",
    "var key = given.key, address = given.address;",
    "delete given.key;",
    "delete given.address;",
    "if (given.recovery_value === '0') { given.value = '0'; }",
    "var request = new HttpRequest();",
    "request.addHeader('Content-Type: application/json');",
    "request.addHeader('Authorization: Bearer ' + key);",
    "var answer = request.post(address, JSON.stringify(given));",
    "if (request.getStatus() !== 200) {",
    "    throw 'HTTP ' + request.getStatus() + ': ' + answer;",
    "}",
    "return answer;",
)


def media_type(address: str) -> str:
    """The file to import under Alerts → Media types. `address`: of our endpoint; the key is filled in there, as {ALERT.SENDTO}."""
    given = {"address": address, "key": "{ALERT.SENDTO}", **MACROS}
    lines = [
        "zabbix_export:",
        "  version: '6.0'",
        "  media_types:",
        "    - name: 'Emergency Ops'",
        "      type: WEBHOOK",
        "      parameters:",
        *(line for name, macro in given.items() for line in _parameter(name, macro)),
        "      script: |",
        *(f"        {line}" for line in _SCRIPT),
        "      timeout: 10s",
        "      max_attempts: '10'",
        "      attempt_interval: 10s",
        "      message_templates:",
        *(line for mode in ("PROBLEM", "RECOVERY", "UPDATE") for line in _template(mode)),
    ]
    return "\n".join(lines) + "\n"


def _parameter(name: str, macro: str) -> list[str]:
    return [f"        - name: {name}", f"          value: '{macro}'"]


def _template(mode: str) -> list[str]:
    return [
        "        - event_source: TRIGGERS",
        f"          operation_mode: {mode}",
        "          subject: '{EVENT.NAME}'",
        "          message: '{EVENT.OPDATA}'",
    ]
