"""L05: the list of acts that the audit holds is the list of acts that the code records."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from prakarsa.audit.wording import ACTS, GROUPS, KINDS, act_choices

SOURCE = Path("src/prakarsa")
ACT = re.compile(rf"({'|'.join(settings.OUR_PACKAGES)})\.[a-z_]+\.[a-z_]*[a-z]")


def acts_in_code() -> set[str]:
    """Return every text of three words in the form of an act, outside the list itself."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if path.name == "wording.py" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if ACT.fullmatch(node.value) else set()
    return found


def test_L05_every_act_that_the_code_names_has_words() -> None:
    assert sorted(acts_in_code() - set(ACTS)) == []


def test_L05_the_sensitive_acts_are_on_the_list() -> None:
    wanted = {
        "accounts.session.begun",
        "accounts.session.failed",
        "accounts.session.locked",
        "accounts.session.ended",
        "accounts.password.changed",
        "accounts.person.deactivated",
        "organisations.membership.granted",
        "organisations.membership.ended",
        "organisations.regions.loaded",
        "registry.innovation.import",
        "jobs.job.downloaded",
        "audit.access.refused",
        "audit.access.limited",
        "audit.command.run",
        "audit.entries.read",
        "audit.export.taken",
        "audit.settings.changed",
        "operations.migrations.applied",
        "operations.rulebooks.loaded",
    }
    assert wanted <= set(ACTS)


def test_every_act_belongs_to_a_group_and_every_kind_to_a_model() -> None:
    assert {act.split(".")[0] for act in ACTS} <= set(GROUPS)
    assert sum(len(acts) for _group, acts in act_choices()) == len(ACTS)
    models = {model._meta.label_lower for model in apps.get_models()}
    assert set(KINDS) - models == {
        "accounts.session", "command", "export", "operations.backup", "operations.migrations",
        "operations.rulebooks", "settings", "view",
    }  # fmt: skip
