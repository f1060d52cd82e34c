"""L05: what changes many rows past the acts is on a list, each with who writes it down.

A bulk write knows no actor and no reason. A function that makes one records it itself, or stands
here with the act that does; a new one fails.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path("src/prakarsa")
BULK = {"bulk_create", "bulk_update", "abulk_create", "abulk_update", "_raw_delete"}
BY_KEYWORD, BARE = {"update", "aupdate"}, {"delete", "adelete"}
# The last four write an entry with the record they move or change.
RECORDERS = {
    "record", "record_many", "record_own", "_record", "record_lot", "record_contract", "move",
    "note_change",
}  # fmt: skip

PART = "recorded by the act that calls it, or by what it calls"
OWN = "a session, count, lease or copy of ours, and no record of a person's work"
SWEEP = "the daily sweep, whose numbers are in the entry of its job"
EXAMPLE = "example data, recorded as one making"
EXCEPTIONS: dict[str, str] = {
    "accounts/actions/devices.py:forget_devices": PART,
    "accounts/actions/factors.py:_write_recovery_codes": PART,
    "accounts/actions/factors.py:add_application": PART,
    "accounts/actions/factors.py:remove_factor": PART,
    "accounts/actions/letters.py:end_invitation_letters": PART,
    "accounts/actions/identities.py:use_identity": PART,
    "accounts/actions/people.py:blank_account": PART,
    "accounts/actions/issuing.py:call_back": PART,
    "accounts/lockout.py:forget_attempts": PART,
    "accounts/sessions.py:renew": OWN,
    "accounts/sessions.py:stay": OWN,
    "accounts/sessions.py:touch": OWN,
    "audit/actions.py:_lock_head": "the chain itself",
    "audit/actions.py:record_many": "the chain itself",
    "calendars/actions.py:remove_holiday": PART,
    "catalogue/keeping/__init__.py:rebuild": OWN,
    "auctions/forms/rows.py:_add": "a form's own fields, and no rows of a table",
    "demo/example_auction.py:_panel": EXAMPLE,
    "demo/example_auction.py:_rounds": EXAMPLE,
    "demo/example_auction.py:_write_lots": EXAMPLE,
    "demo/example_auction.py:make_auction": EXAMPLE,
    "demo/example_delivery.py:_write": EXAMPLE,
    "demo/example_delivery.py:make_delivery": EXAMPLE,
    "demo/example_files.py:make_attachments": EXAMPLE,
    "demo/example_history.py:keep_history": EXAMPLE,
    "demo/example_history.py:keep_notes": EXAMPLE,
    "demo/example_innovations.py:make_innovations": EXAMPLE,
    "demo/example_offers.py:make_offers": EXAMPLE,
    "demo/example_proof.py:_earlier_submissions": EXAMPLE,
    "demo/example_proof.py:_submissions": EXAMPLE,
    "demo/example_proof.py:make_proof": EXAMPLE,
    "demo/example_region.py:_set_superiors": EXAMPLE,
    "demo/example_region.py:make_agencies": EXAMPLE,
    "demo/example_region.py:make_people": EXAMPLE,
    "demo/example_succession.py:_begin": EXAMPLE,
    "demo/example_traffic.py:_let_mails_leave": EXAMPLE,
    "demo/example_traffic.py:_let_messages_be_read": EXAMPLE,
    "demo/example_year.py:make_campaigns": EXAMPLE,
    "demo/example_year.py:make_region_rows": EXAMPLE,
    "demo/reported_auction.py:load_reported_auction": EXAMPLE,
    "evidence/actions/carrying.py:_carry": PART,
    "evidence/actions/carrying.py:_remove_copies": PART,
    "evidence/actions/changing.py:write_state": PART,
    "evidence/actions/ledger.py:append_entry": PART,
    "evidence/actions/loading.py:_let_levels_follow": PART,
    "files/actions/stored.py:keep_prepared": PART,
    "files/actions/uploads.py:begin_upload": OWN,
    "files/actions/uploads.py:cancel_upload": OWN,
    "foundation/limits.py:_add_shared": OWN,
    "foundation/limits.py:sweep_tallies": SWEEP,
    "jobs/actions.py:sweep_jobs": SWEEP,
    "jobs/kept_files.py:_attach": OWN,
    "jobs/leases.py:extend": OWN,
    "jobs/leases.py:hand_back": OWN,
    "jobs/running.py:once": OWN,
    "notices/actions.py:recall_letters": PART,
    "notices/actions.py:sweep_messages": SWEEP,
    "notices/sending.py:_post_digest": OWN,
    "notices/sending.py:send": OWN,
    "organisations/actions/invitations.py:sweep_invitations": SWEEP,
    "organisations/loading.py:load_regions": "recorded by `prakarsa migrate`",
    "registry/actions/attachments.py:remove_attachment": PART,
    "registry/actions/imports.py:_put_rows": PART,
    "registry/actions/imports.py:_write_new": PART,
    "registry/actions/life.py:return_innovation": PART,
    "registry/actions/life.py:submit_innovation": PART,
    "registry/actions/writing.py:_mark_done": PART,
    "registry/actions/writing.py:put_affairs": PART,
    "registry/actions/writing.py:put_rows": PART,
    "targets/actions/campaigns.py:_write_quotas": PART,
}


def is_bulk(node: ast.AST) -> bool:
    """Say whether a call writes rows without an act: by the shape that our code gives it."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    name, has_arguments = node.func.attr, bool(node.args)
    if name in BY_KEYWORD:
        return bool(node.keywords) and not has_arguments
    return name in BULK or (name in BARE and not has_arguments and not node.keywords)


def records(function: ast.FunctionDef) -> bool:
    """Say whether a function writes an entry itself."""
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(isinstance(name, ast.Name) and name.id in RECORDERS for name in called)


def silent_writers(text: str) -> Iterator[str]:
    """Yield the functions that write in bulk and record nothing themselves."""
    for node in ast.walk(ast.parse(text)):
        is_function = isinstance(node, ast.FunctionDef)
        if is_function and any(map(is_bulk, ast.walk(node))) and not records(node):
            yield node.name


def test_L05_a_bulk_write_is_recorded_or_named() -> None:
    found = {
        f"{path.relative_to(SOURCE).as_posix()}:{name}"
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        for name in silent_writers(path.read_text("utf-8"))
    }
    assert sorted(found - set(EXCEPTIONS)) == []
    assert sorted(set(EXCEPTIONS) - found) == []


def test_L05_the_lint_sees_what_it_must() -> None:
    silent = "def f():\n    Person.objects.filter(x=1).update(name='a')\n"
    assert list(silent_writers(silent)) == ["f"]
    assert list(silent_writers("def f():\n    rows.delete()\n")) == ["f"]
    assert list(silent_writers("def f():\n    Person.objects.bulk_create(rows)\n")) == ["f"]
    assert list(silent_writers(f"{silent}    record(act='x')\n")) == []
    assert list(silent_writers("def f():\n    digest.update(piece)\n")) == []
