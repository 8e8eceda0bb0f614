"""Requests made from the API's own description, right ones and wrong ones, to the real server: every answer is one that
the description names, and none is a failure of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode, SerializationContext
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks

from mailbot.desk import keys
from mailbot.store import Database
from mailbot.web.server import WebServer
from tests.web.desk import CUSTOMERS, desk

KEY: list[str] = []
NUMBERS: list[str] = []
BY_DESIGN = (
    checks.positive_data_acceptance,  # an intent, a team or a mailbox that is well-formed may still not be there
    checks.negative_data_rejection,  # unknown names in a query are passed over, as on the web
)


@schemathesis.serializer("message/rfc822")
def mail(_context: SerializationContext, value: object) -> bytes:
    """A mail is its octets."""
    return str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The description that a desk of its own gives: what is made up here changes tickets."""
    with Database(f"sqlite:///{tmp_path_factory.mktemp('openapi')}/mailbot.db") as database:
        database.migrate()
        made = desk(database)
        NUMBERS[:] = made.take(*CUSTOMERS.values())
        server = WebServer(made.tools, port=0)
        server.start()
        scopes = keys.SCOPES
        KEY[:] = [keys.make_key(server.console.doors, "test", scopes, 30, "test")[1]]
        yield schemathesis.openapi.from_url(f"{server.url}/api/v1/openapi.json")
        server.stop()


QUIET = settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_the_description_names(described: BaseSchema, mode: GenerationMode):
    operations = [result.ok() for result in described.get_all_operations() if isinstance(result, Ok)]
    assert len(operations) >= 12
    for operation in operations:

        @QUIET
        @given(operation.as_strategy(generation_mode=mode))
        def answer(case: Case) -> None:
            if mode is GenerationMode.POSITIVE and "number" in (case.path_parameters or {}):
                case.path_parameters["number"] = NUMBERS[0]
            if mode is GenerationMode.POSITIVE and "index" in (case.path_parameters or {}):
                case.path_parameters["index"] = 1
            headers = {"Authorization": f"Bearer {KEY[0]}"}
            case.call_and_validate(headers=headers, timeout=60, excluded_checks=list(BY_DESIGN))

        answer()
