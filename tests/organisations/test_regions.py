"""The 552 regions of the shipped file."""

from __future__ import annotations

from prakarsa.organisations.loading import Loaded, load_regions
from prakarsa.organisations.models import Region


def test_all_regions_are_loaded_and_a_second_run_changes_nothing(db: None) -> None:
    assert load_regions() == Loaded(new=552, changed=0, same=0)
    assert load_regions() == Loaded(new=0, changed=0, same=552)
    malang = Region.objects.get(code="35.73")
    assert (malang.name, malang.kind, malang.parent_id) == ("Kota Malang", "kota", "35")


def test_a_changed_name_is_corrected(db: None) -> None:
    load_regions()
    Region.objects.filter(code="35.73").update(name="Kota Lain")
    assert load_regions() == Loaded(new=0, changed=1, same=551)
    assert Region.objects.get(code="35.73").name == "Kota Malang"


def test_each_region_has_the_zone_of_its_province(db: None) -> None:
    load_regions()
    zones = dict(Region.objects.values_list("code", "zone"))
    assert zones["35.73"] == "Asia/Jakarta"
    assert zones["51"] == "Asia/Makassar"
    assert zones["94"] == "Asia/Jayapura"
