"""The words of CAP 1.2 that its schema knows, the ones of the alert's elements in their order, and our names for codes."""

from typing import Final

NAMESPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
SIGNATURE: Final = "http://www.w3.org/2000/09/xmldsig#"
MEDIA_TYPE: Final = "application/cap+xml"

ALERT: Final = (
    "identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code", "note",
    "references", "incidents", "info",
)  # fmt: skip
INFO: Final = (
    "language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode",
    "effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact",
    "parameter", "resource", "area",
)  # fmt: skip
RESOURCE: Final = ("resourceDesc", "mimeType", "size", "uri", "derefUri", "digest")
AREA: Final = ("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling")
PAIR: Final = ("valueName", "value")
CHILDREN: Final = {
    "alert": ALERT, "info": INFO, "resource": RESOURCE, "area": AREA,
    "eventCode": PAIR, "parameter": PAIR, "geocode": PAIR,
}  # fmt: skip
REQUIRED: Final = {
    "alert": ("identifier", "sender", "sent", "status", "msgType", "scope"),
    "info": ("category", "event", "urgency", "severity", "certainty"),
    "resource": ("resourceDesc", "mimeType"),
    "area": ("areaDesc",),
    "eventCode": PAIR, "parameter": PAIR, "geocode": PAIR,
}  # fmt: skip
#: the elements that may come more than once
REPEATED: Final = frozenset({
    "code", "info", "category", "responseType", "eventCode", "parameter", "resource", "area", "polygon", "circle", "geocode",
})  # fmt: skip
TIMES: Final = frozenset({"sent", "effective", "onset", "expires"})
VALUES: Final = {
    "status": ("Actual", "Exercise", "System", "Test", "Draft"),
    "msgType": ("Alert", "Update", "Cancel", "Ack", "Error"),
    "scope": ("Public", "Restricted", "Private"),
    "category": (
        "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
    ),
    "responseType": (
        "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None",
    ),
    "urgency": ("Immediate", "Expected", "Future", "Past", "Unknown"),
    "severity": ("Extreme", "Severe", "Moderate", "Minor", "Unknown"),
    "certainty": ("Observed", "Likely", "Possible", "Unlikely", "Unknown"),
}  # fmt: skip
#: these message types are about earlier messages and have to say which
REFERRING: Final = frozenset({"Update", "Cancel", "Ack", "Error"})
