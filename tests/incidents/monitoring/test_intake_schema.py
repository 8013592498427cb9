"""The intake in the OpenAPI document."""

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from incidents.monitoring.intake.refusals import REQUESTS, ROWS


def test_every_refusal_is_documented():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    responses = schema["paths"]["/api/v1/reports"]["post"]["responses"]
    assert {int(status) for status in responses} == {200, *(status for status, _ in REQUESTS.values())}
    outcome = responses["200"]["content"]["application/json"]["schema"]
    assert outcome["properties"]["rejected"]["items"]["properties"]["code"]["enum"] == sorted(ROWS)
