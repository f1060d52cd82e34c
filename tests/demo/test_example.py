"""Kota Contoh holds together: what it stores is what the product's own rules say of it."""

from __future__ import annotations

from django.db.models import Prefetch

from prakarsa.demo.example import EDITION
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.evidence.supports import support_of
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.rules.index.edition import require_edition


def test_the_stored_proofs_support_the_stored_levels(example: None) -> None:
    edition = require_edition(EDITION)
    rows = Answer.objects.prefetch_related(
        Prefetch("proofs", Proof.objects.filter(removed_at=None).select_related("file"))
    )
    stored = {row.pk: row.supported_level for row in rows}
    supports = {row.pk: support_of(row, row.proofs.all(), edition) for row in rows}
    assert len(stored) > 2000
    assert stored == {pk: each.level if each else None for pk, each in supports.items()}


def test_some_proofs_support_less_than_the_claim_and_say_why(example: None) -> None:
    entries = LevelEntry.objects.filter(kind=LevelEntry.Kind.SUPPORTED)
    lower = [row for row in entries.select_related("answer")
             if row.level_after != row.answer.claimed_level]  # fmt: skip
    assert len(lower) > 50
    assert {row.reason for row in lower if row.reason == "Bukti mendukung klaim."} == set()


def test_every_file_of_the_example_is_there(example: None) -> None:
    files = StoredFile.objects.all()
    sizes = {row.key: storage.path_of(row.key).stat().st_size for row in files}
    assert len(sizes) > 2000
    assert sizes == {row.key: row.size for row in files}
