"""Data of a chosen size on an empty database: regions, units, people, innovations and proofs.

Innovations go in through the ORM; the twenty answers of each, their ledger and proofs by one
statement per table, in the order that the guards of the ledger ask for.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

from django.db import connection, transaction

from prakarsa.accounts.models import Person
from prakarsa.organisations.models import Agency, Membership, Region
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.affairs import all_affairs
from prakarsa.rules.index.edition import require_edition

YEAR, UNITS, SEED, BATCH = 2026, 46, 20_260_714, 1_000
AT = datetime(2026, 7, 14, 2, 0, tzinfo=UTC)
PEOPLE = (Role.OPERATOR, Role.VERIFIER, Role.SECRETARIAT, Role.MAYOR)
# Of a hundred innovations: published, verified, waiting for a verifier, still a draft.
STATES = ("published",) * 70 + ("verified",) * 10 + ("submitted",) * 15 + ("draft",) * 5
WORDS = (
    "layanan", "antrean", "puskesmas", "warga", "kelurahan", "aplikasi", "jemput", "bola",
    "data", "kartu", "keluarga", "ibu", "anak", "gizi", "sampah", "pasar", "sekolah", "guru",
    "perpustakaan", "pajak", "izin", "pengaduan", "cepat", "mudah", "terpadu", "digital",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How many innovations lie in how many regions; the first region is the one measured."""

    name: str
    innovations: int
    regions: int

    @property
    def in_first(self) -> int:
        """Innovations of the measured region: all, or as many as a large city has."""
        return self.innovations if self.regions == 1 else 2_000


SIZES = (Size("250", 250, 1), Size("2,000", 2_000, 1), Size("40,000", 40_000, 531))


def make_country(size: Size) -> Region:
    """Fill the migrated, empty database; return the region that is measured."""
    dice = random.Random(SEED)
    with transaction.atomic():
        first = Region.objects.create(
            code="99.01", name="Kota Ukur", slug="kota-ukur", kind="kota", zone="Asia/Jakarta",
            is_example=True,
        )  # fmt: skip
        others = list(Region.objects.exclude(pk=first.pk).exclude(kind="provinsi").order_by("code"))
        regions = [first, *others[: size.regions - 1]]
        units = _make_units(regions)
        _make_people(first, units[first.pk][0])
        _make_innovations(size, regions, units, dice)
        _make_answers()
    if connection.vendor == "postgresql":
        # What its own housekeeping does within minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return first


def _make_units(regions: list[Region]) -> dict[str, list[Agency]]:
    rows = [
        Agency(
            region=region, name=f"Dinas Ukur {place:02d}", kind="opd",
            normalised_name=f"dinas ukur {place:02d}", valid_from=date(2020, 1, 1),
        )
        for region in regions
        for place in range(UNITS)
    ]  # fmt: skip
    Agency.objects.bulk_create(rows, batch_size=BATCH)
    found: dict[str, list[Agency]] = {}
    for unit in rows:
        found.setdefault(unit.region_id, []).append(unit)
    return found


def _make_people(region: Region, unit: Agency) -> None:
    for role in PEOPLE:
        person = Person.objects.create(
            email=f"{role.value}@ukur.invalid", name=f"Orang {role.value}", created_at=AT,
            is_example=True,
        )  # fmt: skip
        Membership.objects.create(
            person=person, role=role, region=region, valid_from=date(2020, 1, 1),
            agency=unit if role is Role.OPERATOR else None,
        )  # fmt: skip


def _make_innovations(
    size: Size, regions: list[Region], units: dict[str, list[Agency]], dice: random.Random
) -> None:
    places = [regions[0]] * size.in_first
    places += [regions[1 + place % (len(regions) - 1)]
               for place in range(size.innovations - size.in_first)]  # fmt: skip
    for start in range(0, len(places), BATCH):
        rows = [
            _innovation(start + offset, region, units[region.pk], dice)
            for offset, region in enumerate(places[start : start + BATCH])
        ]
        Innovation.objects.bulk_create(rows)
        Submission.objects.bulk_create(
            Submission(
                key=f"{row.key}-{YEAR}", innovation=row, edition_year=YEAR, created_at=AT,
                submitted_at=row.submitted_at, verified_at=row.verified_at,
            )
            for row in rows
        )  # fmt: skip


def _innovation(
    number: int, region: Region, units: list[Agency], dice: random.Random
) -> Innovation:
    def some(count: int) -> str:
        return " ".join(dice.choices(WORDS, k=count)).capitalize()

    state = STATES[number % len(STATES)]
    name = f"{some(2).upper()} {number:05d}"
    is_past_draft, is_verified = state != "draft", state in ("published", "verified")
    return Innovation(
        region=region, agency=units[number % UNITS], name=name, normalised_name=name.casefold(),
        state=state, kind="digital", form="public_service", summary=some(18), purpose=some(30),
        main_affair=all_affairs()[number % 30].name, benefit=some(25), result=some(20),
        design=some(300), design_words=300, implemented_on=date(2025, 1 + number % 12, 1),
        created_by_key="system:bench", created_at=AT,
        changed_at=AT + timedelta(seconds=number), submitted_at=AT if is_past_draft else None,
        verified_at=AT if is_verified else None,
        published_at=AT if state == "published" else None,
    )  # fmt: skip


def _make_answers() -> None:
    """Make twenty answers per innovation, three levels and one proof each.

    What the database adds up after each change is added up once, at the end.
    """
    keeping = import_module("prakarsa.evidence.migrations.0006_answer_sums_kept")
    editor = connection.schema_editor()
    keeping.remove(None, editor)
    _write_answers()
    if connection.vendor == "postgresql":
        # A table with unchecked references of this transaction gets no trigger.
        connection.check_constraints()
    keeping.install(None, editor)


def _write_answers() -> None:
    with connection.cursor() as cursor:
        for row in require_edition(YEAR).sid:
            points = row.points_hundredths(2)
            cursor.execute(_ANSWERS, [row.code, points, points, points, AT, AT])
        cursor.execute(_ENTRIES)
        cursor.execute(_LEVELS)
        cursor.execute(_PROOFS.replace("KEY", _KEYS[connection.vendor]))


_ANSWERS = """
INSERT INTO evidence_answer (
  region_id, edition_year, submission_id, indicator, state, note, basis, scale,
  claimed_points_hundredths, supported_points_hundredths, verified_points_hundredths,
  final_points_hundredths, version, waiting_since, changed_at)
SELECT i.region_id, s.edition_year, s.id, %s,
  CASE i.state WHEN 'draft' THEN 'draft' WHEN 'submitted' THEN 'waiting' ELSE 'verified' END,
  '', '', '', %s, %s, CASE WHEN i.state IN ('published', 'verified') THEN %s ELSE 0 END,
  0, 1, CASE WHEN i.state = 'submitted' THEN %s END, %s
FROM registry_submission s JOIN registry_innovation i ON i.id = s.innovation_id
"""
_ENTRIES = """
INSERT INTO evidence_levelentry
  (answer_id, kind, level_before, level_after, reason, actor_key, role, at)
SELECT a.id, k.kind, NULL, 2, 'Contoh.', 'system:bench', 'system', a.changed_at
FROM evidence_answer a CROSS JOIN (
  SELECT 'claimed' AS kind UNION ALL SELECT 'supported' UNION ALL SELECT 'verified') k
WHERE k.kind <> 'verified' OR a.state = 'verified'
"""
_LEVELS = """
UPDATE evidence_answer SET claimed_level = 2, supported_level = 2,
  verified_level = CASE WHEN state = 'verified' THEN 2 END
"""
_KEYS = {
    "sqlite": "lower(hex(randomblob(6)))",
    "postgresql": "substr(md5(random()::text || a.id::text), 1, 12)",
}
_PROOFS = """
INSERT INTO evidence_proof (key, answer_id, link, caption, added_by_key, added_at, removed_by_key)
SELECT KEY, a.id, 'https://contoh.invalid/bukti/' || a.id, 'Surat keputusan', 'system:bench',
  a.changed_at, '' FROM evidence_answer a
"""
