"""L01, L06, L07: one entry per act, in its transaction, with nothing in it that must not be."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import structlog
from django.db import transaction

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record, record_refusal
from prakarsa.audit.actors import Actor, Target
from prakarsa.audit.digests import canonical, storable
from prakarsa.audit.models import AuditEntry, AuditPayload
from prakarsa.audit.verification import verify
from prakarsa.foundation.logs import request_id
from tests.audit.entries import assert_no_entry, assert_one_entry

Write = Callable[..., AuditEntry]


def test_L01_an_entry_says_who_in_which_role_what_before_after_when_and_whence(
    person: Person,
) -> None:
    jakarta = timezone(timedelta(hours=7))
    token = request_id.set("abc123")
    with transaction.atomic():
        entry = record(
            actor=Actor("k1", "verifier", "192.0.2.7"),
            act="tests.thing.done",
            target=person,
            at=datetime(2026, 7, 14, 9, 0, 0, 123456, tzinfo=jakarta),
            region_code="99.01",
            before={"level": 1},
            after={"level": 2, "on": datetime(2026, 7, 14, 9, tzinfo=jakarta)},
        )
    request_id.reset(token)
    stored = AuditEntry.objects.select_related("payload").get(pk=entry.pk)
    assert (stored.actor_key, stored.role, stored.act) == ("k1", "verifier", "tests.thing.done")
    assert (stored.target_kind, stored.target_key) == ("accounts.person", str(person.key))
    assert stored.at == datetime(2026, 7, 14, 2, 0, 0, 123456, tzinfo=UTC)
    assert (stored.region_code, stored.request_id) == ("99.01", "abc123")
    assert stored.payload.address == "192.0.2.7"
    assert stored.payload.body == {
        "before": {"level": 1},
        "after": {"level": 2, "on": "2026-07-14T02:00:00+00:00"},
    }


@pytest.mark.django_db(transaction=True)
def test_L01_an_act_outside_a_transaction_is_refused(at: datetime) -> None:
    with pytest.raises(RuntimeError), assert_no_entry():
        record(actor=Actor("k", "r"), act="a", target=Target("k"), at=at)


def test_L01_a_rolled_back_act_leaves_no_entry_and_no_gap(write: Write) -> None:
    write(1)

    def fail() -> None:
        with transaction.atomic():
            write(2)
            raise LookupError

    with assert_no_entry(), pytest.raises(LookupError):
        fail()
    assert write(3).sequence == 2
    assert verify().findings == ()


def test_L01_the_helper_notices_an_act_without_an_entry(write: Write) -> None:
    with pytest.raises(AssertionError), assert_one_entry("tests.thing.done"):
        pass
    with assert_one_entry("tests.thing.done"):
        write()


def test_a_refusal_is_recorded_by_the_name_of_the_page(db: None, at: datetime) -> None:
    with assert_one_entry("audit.access.refused"):
        record_refusal(actor=Actor("k", "operator"), view_name="audit:list", at=at)
    assert AuditEntry.objects.get().target_key == "audit:list"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (1.5, "1.5"),
        (1e22, "1e+22"),
        (10**30, 10**30),
        (True, True),
        (None, None),
        (Decimal("3.10"), "3.10"),
        (UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        ((1, "a"), [1, "a"]),
        ({"b", "a"}, ["a", "b"]),
        ({1: {"x": datetime(2026, 1, 1, tzinfo=UTC)}}, {"1": {"x": "2026-01-01T00:00:00+00:00"}}),
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\ud800b", "a?b"),
        ("baris\nsatu\u2028dua \x1b[31m\u202e'\"", "baris\nsatu\u2028dua \x1b[31m\u202e'\""),
        ("ꦗꦮ ᬩᬮᬶ عربي 😀", "ꦗꦮ ᬩᬮᬶ عربي 😀"),
    ],
)
def test_L03_every_value_comes_back_from_the_database_as_it_was_signed(
    write: Write, value: object, stored: object
) -> None:
    entry = write(0, value=value)
    body = AuditPayload.objects.get(entry=entry).body
    assert body is not None
    assert body["after"]["value"] == stored
    assert verify().findings == ()
    assert json.loads(canonical(body)) == body


@pytest.mark.parametrize("name", ["password", "token", "secret", "session_key"])
def test_L07_a_secret_is_never_kept(write: Write, name: str) -> None:
    with assert_no_entry(), pytest.raises(ValueError, match="never kept"):
        write(0, **{name: "x"})
    with pytest.raises(ValueError, match="never kept"):
        storable({"after": [{name: "x"}]})


def test_L03_the_zone_in_force_does_not_change_a_digest(write: Write, settings: Any) -> None:
    write(1)
    settings.TIME_ZONE = "Asia/Jayapura"
    settings.LANGUAGE_CODE = "en"
    write(2)
    assert verify().findings == ()


EVIL = ["a\nb", "a\r\nb", 'a"b', "a\u2028b", "a\u0085b", "\x1b[2Jb", '{"event": "x"}', "a\0b"]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("way", ["event", "field", "stdlib"])
def test_L06_user_text_cannot_forge_a_log_line(text: str, way: str) -> None:
    handler = logging.getLogger().handlers
    lines = [
        each for each in handler if isinstance(each.formatter, structlog.stdlib.ProcessorFormatter)
    ]
    assert lines, "the log goes through the one formatter"
    catcher = StringIO()
    stream = logging.StreamHandler(catcher)
    stream.setFormatter(lines[0].formatter)
    logger = logging.getLogger("tests.forging")
    logger.addHandler(stream)
    try:
        if way == "stdlib":
            logger.warning("value %s", text)
        else:
            said = {"event": text} if way == "event" else {"event": "seen", "value": text}
            structlog.get_logger("tests.forging").warning(**said)
    finally:
        logger.removeHandler(stream)
    written = catcher.getvalue()
    assert len(written.splitlines()) == 1
    assert written.isascii()
    assert text in json.loads(written).get("event") + str(json.loads(written).get("value"))
