"""G05: the catalogue agrees with the registry after anything that can happen to either."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.test import Client

from prakarsa.catalogue import keeping
from prakarsa.catalogue.apps import after_migrations, before_migrations
from prakarsa.catalogue.models import Entry, EntryAffair, Words
from prakarsa.catalogue.queries import Filters, current_edition, find
from prakarsa.organisations.models import Agency, Region
from prakarsa.registry.models import Award, Innovation, InnovationAffair
from tests.catalogue.publishing import make_catalogue, publish

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
    rows = Innovation.objects.filter(state="published").select_related("region")
    return {
        (row.pk, row.region_id, row.agency_id, row.normalised_name, row.year or 0, row.kind,
         row.form, row.awards.exists(), row.region.is_example,
         frozenset({row.main_affair, *(each.affair for each in row.affairs.all())} - {""}))
        for row in rows
    }  # fmt: skip


def hits(text: str) -> int:
    return len(find(Filters(text=text), edition=current_edition()).hits)


def test_G05_the_catalogue_agrees_after_random_acts() -> None:
    region, agency = make_catalogue()
    seed = random.randrange(10**6)
    print("seed", seed)
    dice = random.Random(seed)

    def one() -> Innovation:
        return dice.choice(list(Innovation.objects.order_by("pk")))

    acts: list[Callable[[], object]] = [
        lambda: publish(region, f"BARU {dice.random()}", agency, state=dice.choice(STATES)),
        lambda: Innovation.objects.filter(pk=one().pk).update(state=dice.choice(STATES)),
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
    for _round in range(60):
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
