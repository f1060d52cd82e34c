"""The shipped reference data and the vocabulary of Kota Contoh are complete and consistent."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import prakarsa

PACKAGE = Path(prakarsa.__file__).parent
DATA = PACKAGE / "demo" / "data"
AGENCY_TYPES = {"opd", "kecamatan", "kelurahan", "puskesmas", "bumd", "hospital", "school"}
BASIC_AFFAIRS = 6
FIGURES = re.compile(r"\d+")

Row = dict[str, str]
Key = tuple[str, str, str]


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def key_of(row: Row) -> Key:
    return row["region"], row["agency"], row["name"]


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.fixture(scope="module")
def innovations() -> list[Row]:
    return read_csv(DATA / "innovations_east_java.csv")


@pytest.fixture(scope="module")
def descriptions() -> list[Row]:
    return read_csv(DATA / "descriptions_id.csv")


@pytest.fixture(scope="module")
def words() -> dict[str, Any]:
    return read_toml("example_words.toml")


@pytest.fixture(scope="module")
def affairs() -> dict[str, str]:
    return {row["affair"]: row["group"] for row in read_csv(DATA / "affairs.csv")}


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (DATA / "agencies.csv", 212),
        (DATA / "agency_aliases.csv", 65),
        (DATA / "innovations_east_java.csv", 153),
        (DATA / "affairs.csv", 41),
        (DATA / "lelang_kinerja_2018.csv", 19),
        (PACKAGE / "organisations" / "data" / "regions.csv", 552),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else str(value),
)
def test_shipped_copies_are_whole(path: Path, rows: int) -> None:
    assert len(read_csv(path)) == rows


def test_every_innovation_has_its_indonesian_text(
    innovations: list[Row], descriptions: list[Row]
) -> None:
    assert [key_of(row) for row in descriptions] == [key_of(row) for row in innovations]
    assert len({key_of(row) for row in descriptions}) == 153
    assert list(descriptions[0]) == ["region", "agency", "name", "description_id"]


def test_indonesian_texts_are_whole_calm_sentences(descriptions: list[Row]) -> None:
    texts = [row["description_id"] for row in descriptions]
    assert [text for text in texts if text != text.strip() or "  " in text] == []
    assert [text for text in texts if not text.endswith(".") or not text[0].isupper()] == []
    assert [text for text in texts if "!" in text or text.count(". ") > 1] == []
    assert len(set(texts)) == len(texts)


def test_indonesian_texts_name_no_figure_that_the_source_lacks(
    innovations: list[Row], descriptions: list[Row]
) -> None:
    invented = {}
    for source, row in zip(innovations, descriptions, strict=True):
        known = set(FIGURES.findall(source["description"] + " " + source["name"]))
        added = set(FIGURES.findall(row["description_id"])) - known
        if added:
            invented[row["name"]] = added
    assert invented == {}


def test_campaigns_are_reported_facts_and_say_what_they_are_not() -> None:
    data = read_toml("campaigns.toml")
    regions = {row["name"] for row in read_csv(PACKAGE / "organisations" / "data" / "regions.csv")}
    assert "bukan register lengkap" in data["notice"]
    quotas = {
        (one["region"], one["valid_from"], one["valid_until"]): {
            line["kind"]: line["quota"] for line in one["quotas"]
        }
        for one in data["campaigns"]
    }
    assert quotas == {
        ("Kota Malang", date(2021, 1, 1), date(2022, 1, 1)): dict.fromkeys(
            ("opd", "kecamatan", "kelurahan"), 3
        ),
        ("Kota Malang", date(2022, 1, 1), date(2023, 1, 1)): dict.fromkeys(
            ("opd", "kecamatan", "kelurahan"), 1
        ),
        ("Kota Batu", date(2023, 1, 1), date(2024, 1, 1)): dict.fromkeys(
            ("opd", "kecamatan", "kelurahan"), 1
        ),
    }
    for one in data["campaigns"]:
        assert one["region"] in regions
        assert one["counts"] in {"submitted", "verified", "published"}
        assert one["source"].endswith(".")
        assert one["confirmed"] is False
        assert one["confirmed_note"].startswith("Belum dikonfirmasi")
    [batu] = [one["figures"] for one in data["campaigns"] if "figures" in one]
    assert "8 inovasi Kota Batu pada 2021 dan 63 inovasi sampai triwulan IV 2024" in batu


def test_example_says_that_it_is_invented(words: dict[str, Any]) -> None:
    assert words["notice"] == "Kota Contoh adalah daerah rekaan; semua isinya contoh."
    regions = {row["name"] for row in read_csv(PACKAGE / "organisations" / "data" / "regions.csv")}
    assert words["region"]["name"] not in regions


def test_example_agencies_form_a_tree_of_the_units_on_the_target_board(
    words: dict[str, Any],
) -> None:
    agencies = words["agencies"]
    assert Counter(one["type"] for one in agencies) == {
        "opd": 24,
        "kecamatan": 4,
        "kelurahan": 12,
        "puskesmas": 5,
        "bumd": 1,
        "hospital": 1,
        "school": 1,
    }
    known = {"Kota Contoh"}
    for one in agencies:
        assert one["parent"] in known, one["name"]
        assert one["services"], one["name"]
        known.add(one["name"])
    assert len({one["label"] for one in agencies}) == len(agencies) == len(known) - 1


def test_example_people_are_many_and_have_known_units(words: dict[str, Any]) -> None:
    names = words["names"]
    assert len(names) >= 80
    assert len(set(names)) == len(names)
    assert any(" " not in name for name in names)
    units = {one["name"] for one in words["agencies"]} | {""}
    assert {one["name"] for one in words["people"]} <= set(names)
    assert {one["agency"] for one in words["people"]} <= units


def test_example_campaigns_cover_the_units_of_the_target_board(words: dict[str, Any]) -> None:
    for one in words["campaigns"]:
        kinds = {line["kind"] for line in one["quotas"]}
        assert sum(agency["type"] in kinds for agency in words["agencies"]) == 46
        assert one["valid_from"] < one["valid_until"]


def test_example_ideas_are_invented_and_classed(
    words: dict[str, Any], affairs: dict[str, str], innovations: list[Row]
) -> None:
    ideas = words["ideas"]
    assert len(ideas) >= 70
    real = {row["name"].split(" (")[0].casefold() for row in innovations}
    names = [one["name"].casefold() for one in ideas]
    assert len(set(names)) == len(names)
    assert real.isdisjoint(names)
    covered = {one["affair"] for one in ideas}
    assert sum(group == "basic" for group in affairs.values()) == BASIC_AFFAIRS
    assert {name for name, group in affairs.items() if group == "basic"} <= covered
    for one in ideas:
        assert {one["affair"], *one["touching"]} <= set(affairs), one["name"]
        assert one["affair"] not in one["touching"], one["name"]
        assert one["kind"] in {"digital", "non_digital"}
        assert one["form"] in {"pelayanan publik", "tata kelola", "lainnya"}
        assert one["unit_kinds"]
        assert set(one["unit_kinds"]) <= AGENCY_TYPES


def test_example_ideas_of_the_pictures_are_at_their_units(words: dict[str, Any]) -> None:
    homes = {one["name"]: one["home"] for one in words["ideas"]}
    assert homes["SAPA MELATI"] == "Kelurahan Melati"
    assert homes["BANK JELANTAH MELATI"] == "Kelurahan Melati"
    assert homes["ANTAR KIA"] == "Dinas Dukcapil"
    assert homes["POSYANDU SORE"] == "Puskesmas Contoh Utara"
    assert homes["SAPA LANSIA"] == "Dinas Dukcapil"


def units_of(idea: dict[str, Any], agencies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the units that may have an idea, as the head of the file says."""
    elsewhere = set(idea["unit_kinds"]) if "name_elsewhere" in idea else set()
    return [one for one in agencies if one["name"] == idea["home"] or one["type"] in elsewhere]


def test_example_ideas_suffice_for_two_hundred_innovations(words: dict[str, Any]) -> None:
    chances = Counter[str]()
    assert {idea["home"] for idea in words["ideas"]} <= {one["name"] for one in words["agencies"]}
    for idea in words["ideas"]:
        units = units_of(idea, words["agencies"])
        assert units, idea["name"]
        if idea.get("service"):
            assert all(idea["service"] in one["services"] for one in units), idea["name"]
        if "name_elsewhere" in idea:
            assert placeholders(idea["name_elsewhere"]) == {"label"}
        assert set(idea.get("copied_by", [])) <= {one["name"] for one in units}
        chances.update(one["name"] for one in units)
    assert set(chances) == {one["name"] for one in words["agencies"]}
    assert chances.total() >= 400
    assert min(chances.values()) >= 3


def test_example_names_are_unique_in_the_whole_city(words: dict[str, Any]) -> None:
    names = [
        idea["name"]
        if one["name"] == idea["home"]
        else idea["name_elsewhere"].format(label=one["label"])
        for idea in words["ideas"]
        for one in units_of(idea, words["agencies"])
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_example_texts_fit_the_sentences_they_go_into(words: dict[str, Any]) -> None:
    for idea in words["ideas"]:
        clauses = [idea["problem"], idea["purpose"], idea["for_whom"], idea["measure"]["what"]]
        assert all(text[0].islower() and text[-1] not in ".!" for text in clauses), idea["name"]
        assert idea["purpose"].startswith("me"), idea["name"]
        for text in (idea["summary"], idea["way"], idea["benefit"]):
            assert text[0].isupper(), text
            assert text.endswith("."), text
        assert idea["summary"].count(".") == 1
        assert placeholders(idea["meaning"]) <= {"agency"}


def test_example_measures_improve_in_their_direction(words: dict[str, Any]) -> None:
    for idea in words["ideas"]:
        measure = idea["measure"]
        baseline, result = Decimal(measure["baseline"]), Decimal(measure["result"])
        assert measure["direction"] == ("up" if result > baseline else "down")
        assert baseline != result
        assert baseline > 0
        assert measure["unit"] != "persen" or max(baseline, result) <= 100
        assert all(measure[part] for part in ("what", "unit", "method", "source"))


def fillings_of(idea: dict[str, Any]) -> dict[str, str]:
    """Give every placeholder its shortest likely text."""
    measure = idea["measure"]
    return {
        "name": idea["name"],
        "meaning": idea["meaning"].format(agency="Kelurahan Melati"),
        "agency": "BPBD",
        "partner": "PT Contoh",
        "year_before": "2023",
        "year_start": "2024",
        "year_after": "2025",
        **{part: idea[part] for part in ("problem", "purpose", "way", "for_whom")},
        **{part: measure[part] for part in ("what", "unit", "baseline", "result")},
        **{part: measure[part] for part in ("method", "source")},
    }


def shortest_design(idea: dict[str, Any], design: dict[str, Any]) -> list[str]:
    """Compose the shortest design text the building blocks allow, sentence by sentence."""
    values = fillings_of(idea)
    chosen = []
    for group in design["groups"]:
        openings = [text.format(**values) for text in group["openings"]]
        sentences = [text.format(**values) for text in group["sentences"]]
        chosen.append(min(openings, key=lambda text: len(text.split())))
        chosen += sorted(sentences, key=lambda text: len(text.split()))[: design["take"]]
    return chosen


def test_even_the_shortest_design_has_more_than_300_words(words: dict[str, Any]) -> None:
    for idea in words["ideas"]:
        design = shortest_design(idea, words["design"])
        assert len(" ".join(design).split()) > 300, idea["name"]
        assert len(set(design)) == len(design), idea["name"]


def test_design_has_five_groups_of_varied_sentences(words: dict[str, Any]) -> None:
    groups = words["design"]["groups"]
    assert [group["title"] for group in groups] == [
        "Latar belakang",
        "Tujuan",
        "Cara kerja",
        "Pelaksanaan",
        "Keberlanjutan",
    ]
    texts = [text for group in groups for text in group["openings"] + group["sentences"]]
    assert len(set(texts)) == len(texts) >= 40
    known = set(fillings_of(words["ideas"][0]))
    assert set[str]().union(*(placeholders(text) for text in texts)) == known
    starts = [text for text in texts if text[0] == "{" and not text.startswith(("{name}", "{way}"))]
    assert starts == []


def test_remarks_give_a_reason_and_fit_an_indicator(words: dict[str, Any]) -> None:
    remarks = words["remarks"]
    assert len({one["text"] for one in remarks}) == len(remarks) >= 25
    for one in remarks:
        assert one["outcome"] in {"return", "lower"}
        assert (one["outcome"] == "lower") == ("level" in one)
        assert one.get("level", 0) in {0, 1, 2}
        assert all(16 <= number <= 35 for number in one.get("indicators", []))
        assert placeholders(one["text"]) <= {"year_found", "year_needed"}
        assert one["text"].endswith(".")


def test_partners_are_of_all_six_kinds(words: dict[str, Any], affairs: dict[str, str]) -> None:
    partners = words["partners"]
    assert len({one["name"] for one in partners}) == len(partners) >= 20
    assert {one["kind"] for one in partners} == {
        "government",
        "campus",
        "company",
        "bank",
        "community",
        "media",
    }
    assert all("Contoh" in one["name"] for one in partners)
    for affair in affairs:
        assert sum(affair in one.get("affairs", [affair]) for one in partners) >= 5, affair
    assert {name for one in partners for name in one.get("affairs", [])} <= set(affairs)


def test_words_keep_the_calm_voice(words: dict[str, Any]) -> None:
    loud = re.compile(r"!|\b(?:kamu|user|online|website|email|analisa|resiko|merubah)\b")
    assert [text for text in strings_in(words) if loud.search(text.lower())] == []
    assert [text for text in strings_in(words) if text != text.strip() or "  " in text] == []
