"""G05: the catalogue agrees with the registry after anything that can happen to either."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.test import Client

from prakarsa.catalogue import keeping
from prakarsa.catalogue.apps import after_migrations, before_migrations
from prakarsa.catalogue.models import Entry, EntryAffair, Words
from prakarsa.catalogue.queries import Filters, current_edition, find
from prakarsa.organisations.models import Agency, Region
from prakarsa.registry.models import Award, Innovation, InnovationAffair, Revision
from prakarsa.registry.snapshots import take_snapshot
from tests.catalogue.publishing import make_catalogue, publish
from tests.worlds import AT

pytestmark = pytest.mark.django_db
STATES = Innovation.State.values


def kept() -> set[tuple[object, ...]]:
    affairs: dict[int, set[str]] = {}
    for entry, affair in EntryAffair.objects.values_list("entry", "affair"):
        affairs.setdefault(entry, set()).add(affair)
    return {
        (row.pk, row.region_id, row.agency_id, row.name, row.year, row.kind, row.form,
         row.is_awarded, row.is_example, frozenset(affairs.get(row.pk, ())))
        for row in Entry.objects.all()
    }  # fmt: skip


def expected() -> set[tuple[object, ...]]:
    """Return what the entries should say: the published rows, and what others said then."""
    rows = Innovation.objects.exclude(state="retired").select_related("region", "public_revision")
    found = set()
    for row in rows:
        told: Any = {
            "name": row.normalised_name, "year": row.year, "kind": row.kind, "form": row.form,
            "awards": list(row.awards.all()), "main_affair": row.main_affair,
            "affairs": [each.affair for each in row.affairs.all()],
        }  # fmt: skip
        if row.state != "published":
            if row.public_revision is None:
                continue
            told = row.public_revision.snapshot
        found.add((
            row.pk, row.region_id, row.agency_id, told["name"].lower(), int(told["year"] or 0),
            told["kind"], told["form"], bool(told["awards"]), row.region.is_example,
            frozenset({told["main_affair"], *told["affairs"]} - {""}),
        ))  # fmt: skip
    return found


def remembered(innovation: Innovation) -> Revision:
    """Return a revision of an innovation as it is now, to stay public while it changes."""
    number = innovation.revisions.count() + 1
    return Revision.objects.create(
        innovation=innovation, number=number, act="publish", actor_key="x", role="verifier", at=AT,
        snapshot=take_snapshot(innovation),
    )  # fmt: skip


def hits(text: str) -> int:
    return len(find(Filters(text=text), edition=current_edition()).hits)


def test_G05_the_catalogue_agrees_after_random_acts() -> None:
    region, agency = make_catalogue()
    seed = random.randrange(10**6)
    print("seed", seed)
    dice = random.Random(seed)

    def one() -> Innovation:
        return dice.choice(list(Innovation.objects.order_by("pk")))

    def freeze(row: Innovation) -> None:
        state = dice.choice(["draft", "submitted", "returned", "verified"])
        rows = Innovation.objects.filter(pk=row.pk)
        rows.update(public_revision=remembered(row), state=state)

    acts: list[Callable[[], object]] = [
        lambda: publish(region, f"BARU {dice.random()}", agency, state=dice.choice(STATES)),
        lambda: Innovation.objects.filter(pk=one().pk).update(state=dice.choice(STATES)),
        lambda: freeze(one()),
        lambda: Innovation.objects.filter(pk=one().pk).update(public_revision=None),
        lambda: Innovation.objects.filter(pk=one().pk).update(year=dice.choice([None, 2020])),
        lambda: Innovation.objects.update(main_affair=dice.choice(["", "Sosial"])),
        lambda: Award.objects.create(innovation=one(), name=f"TOP {dice.random()}"),
        lambda: Award.objects.filter(innovation=one()).delete(),
        lambda: InnovationAffair.objects.get_or_create(innovation=one(), affair="Kesehatan"),
        lambda: InnovationAffair.objects.filter(innovation=one()).delete(),
        lambda: Agency.objects.filter(pk=agency.pk).update(name=f"Unit {dice.random()}"),
        lambda: Region.objects.filter(pk=region.pk).update(is_example=dice.random() < 0.5),
        lambda: one().delete() if Innovation.objects.count() > 3 else None,
    ]
    for _round in range(90):
        dice.choice(acts)()
        assert kept() == expected()
        assert Words.objects.count() == Entry.objects.count()
    assert keeping.is_kept()


def test_a_new_name_of_agency_or_region_is_found_at_once() -> None:
    region, agency = make_catalogue()
    assert (hits("janti"), hits("dinoyo"), hits("purnama")) == (5, 0, 0)
    Agency.objects.filter(pk=agency.pk).update(name="Puskesmas Dinoyo")
    Region.objects.filter(pk=region.pk).update(name="Kota Purnama")
    assert (hits("janti"), hits("dinoyo"), hits("purnama")) == (0, 5, 5)


def test_the_edition_differs_after_each_change_of_what_is_public_and_only_then() -> None:
    region, agency = make_catalogue()
    seen = {current_edition()}
    draft = publish(region, "DRAF", agency, state="draft")
    Innovation.objects.filter(pk=draft.pk).update(summary="Belum terbit.")
    assert current_edition() in seen
    for state in ("published", "retired"):
        Innovation.objects.filter(pk=draft.pk).update(state=state)
        seen.add(current_edition())
    assert len(seen) == 3


def test_a_draft_of_a_later_edition_changes_nothing_that_is_public() -> None:
    make_catalogue()
    row = Innovation.objects.get(name="SAKDINO")
    rows = Innovation.objects.filter(pk=row.pk)
    rows.update(state="draft", public_revision=remembered(row))
    seen, before = current_edition(), kept()
    rows.update(summary="Belum terbit.", name="LAIN", normalised_name="lain", year=2026)
    Award.objects.create(innovation=row, name="TOP 99")
    assert (current_edition(), kept()) == (seen, before)
    assert (hits("sakdino"), hits("terbit"), hits("telepon")) == (1, 0, 1)
    rows.update(state="published")
    assert current_edition() != seen
    assert (hits("sakdino"), hits("terbit")) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_migration_makes_a_table_anew_without_losing_the_catalogue() -> None:
    """SQLite refuses it while a trigger names the table, and loses the table's own triggers."""
    make_catalogue()
    before = kept()
    before_migrations(plan=["something"])
    assert not keeping.is_current()
    remake_innovations()
    after_migrations(plan=["something"])
    assert keeping.is_kept()
    assert kept() == before
    Innovation.objects.update(theme="berubah")
    assert hits("berubah") == 5


def remake_innovations() -> None:
    """Change a column and change it back, as two migrations of the registry would."""
    field = Innovation._meta.get_field("theme")
    assert isinstance(field, models.CharField)
    wider = models.CharField(max_length=201, blank=True)
    wider.set_attributes_from_name("theme")
    wider.model = Innovation
    for old, new in ((field, wider), (wider, field)):
        with connection.schema_editor() as editor:
            editor.alter_field(Innovation, old, new)


def test_migrate_heals_a_catalogue_whose_triggers_were_lost() -> None:
    region, agency = make_catalogue()
    keeping.remove()
    publish(region, "TERLEWAT", agency)
    assert not keeping.is_kept()
    assert hits("terlewat") == 0
    call_command("migrate", verbosity=0)
    assert keeping.is_kept()
    assert hits("terlewat") == 1


def test_a_page_says_so_when_the_catalogue_is_not_kept() -> None:
    region, agency = make_catalogue()
    assert "sedang diperbarui" not in Client().get("/").content.decode()
    publish(region, "SATU LAGI", agency)
    keeping.remove()
    publish(region, "TERLEWAT", agency)
    assert "sedang diperbarui" in Client().get("/").content.decode()
