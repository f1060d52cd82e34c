"""X09: whatever is sent to the interface, it never answers that the fault is ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core import NOT_SET

from prakarsa.contracts.models import PerformanceContract
from prakarsa.organisations.roles import Role
from tests.contracts.builders import State, make_contract
from tests.worlds import World

pytestmark = pytest.mark.django_db
WRITERS = [Role.MAYOR, Role.AGENCY_HEAD, Role.SECRETARIAT, Role.VERIFIER]


@pytest.fixture
def contract(world: World) -> PerformanceContract:
    """Return a contract that waits for its signatures."""
    return make_contract(world, State.SIGNING)


def operations() -> dict[str, Any]:
    """Return every operation of the interface by its name, as the application describes it."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(described)
    found = [each.ok() for each in schema.get_all_operations()]
    return {f"{each.method} {each.path}": each for each in found}


OPERATIONS = operations()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_X09_nothing_that_is_sent_makes_it_fail(
    name: str, data: st.DataObject, world: World, contract: PerformanceContract
) -> None:
    case = data.draw(OPERATIONS[name].as_strategy())
    # Every second time the record is one that is there, so that the act itself is reached.
    if case.path_parameters and data.draw(st.booleans()):
        record = contract if "contracts" in name else contract.lot
        case.path_parameters["key"] = record.key
    role = data.draw(st.sampled_from(WRITERS))
    body = "" if case.body is NOT_SET else json.dumps(case.body)
    answer = world.client(role).generic(
        case.method.upper(),
        case.formatted_path,
        body,
        content_type="application/json",
        QUERY_STRING=urlencode(case.query or {}, doseq=True),
    )
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
