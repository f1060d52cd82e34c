"""Searching: other forms of a word, typing errors, parts, order, and questions meant to hurt."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from prakarsa.catalogue.queries import Filters, cards_of, current_edition, find, forget
from prakarsa.catalogue.queries.finding import Found
from prakarsa.catalogue.queries.vocabulary import Vocabulary, words_in
from prakarsa.registry.models import Innovation
from tests.catalogue.publishing import make_catalogue, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    make_catalogue()


def ask(text: str = "", **filters: str) -> Found:
    return find(Filters(text=text, **filters), edition=current_edition())


def names(found: Found) -> list[str]:
    return [card.short_name for card in cards_of(found.hits[:25]).values()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("brexit", ["BREXIT"]),
        ("Braille", ["BREXIT"]),
        ("papan braille", ["BREXIT"]),
        ("akta kelahiran", ["PENAK PKK"]),
        ("kota nyata puskesmas janti akta", ["PENAK PKK"]),
        ("kovablik", ["PENAK PKK"]),
        ("2022", ["GEMPA GENTING"]),
        ("telepon sampah", ["GEMPA GENTING", "SAKDINO"]),
        ("tidak ada yang begini", []),
    ],
)
def test_words_are_found_wherever_they_stand(text: str, expected: list[str]) -> None:
    assert sorted(names(ask(text))) == expected


@pytest.mark.parametrize("text", ["pelayanan", "layanan", "melayani", "dilayani"])
def test_every_form_of_a_word_finds_the_same(text: str) -> None:
    assert sorted(names(ask(text))) == ["BREXIT", "TEMAN MELAYANI"]


@pytest.mark.parametrize(
    ("text", "corrected", "expected"),
    [
        ("brexsit", "brexit", ["BREXIT"]),
        ("stanting", "stunting", ["GEMPA GENTING"]),
        ("akte kelahian", "akta kelahiran", ["PENAK PKK"]),
        ("puskemas brail", "puskesmas braille", ["BREXIT"]),
    ],
)
def test_typing_errors_are_understood_and_said(
    text: str, corrected: str, expected: list[str]
) -> None:
    found = ask(text)
    assert (names(found), found.corrected) == (expected, corrected)
    page = Client().get("/", {"q": text}).content.decode()
    assert f"Ini hasil untuk <b>{corrected}</b>" in page


def test_a_new_word_is_found_at_once_though_the_vocabulary_is_a_moment_old(
    catalogue: None,
) -> None:
    ask("brexit")
    region = Innovation.objects.get(normalised_name__startswith="brexit").region
    publish(region, "BREXITO")
    assert names(ask("brexito")) == ["BREXITO"]


def test_when_no_innovation_has_all_words_those_with_some_are_shown() -> None:
    found = ask("telepon sampah")
    assert found.is_partial
    assert "Ini yang memuat sebagian" in Client().get("/?q=telepon+sampah").content.decode()


def test_a_name_counts_more_than_a_text() -> None:
    region = Innovation.objects.get(normalised_name__startswith="brexit").region
    publish(region, "SURAT SEHARI")
    assert names(ask("surat")) == ["SURAT SEHARI", "SAKDINO"]


def test_a_search_joins_with_filters() -> None:
    assert names(ask("layanan", kind="digital")) == ["TEMAN MELAYANI"]
    assert names(ask("layanan", region="kota-nyata", year="2017")) == ["BREXIT"]
    assert names(ask("layanan", region="kota-lain")) == []
    assert names(ask("", award="kipp")) == ["BREXIT"]
    assert names(ask("", award="ada")) == ["BREXIT", "GEMPA GENTING", "PENAK PKK"]
    assert names(ask("", need="disabilitas")) == ["BREXIT"]


def test_lists_are_in_the_order_that_is_asked_for() -> None:
    everything = ["BREXIT", "GEMPA GENTING", "PENAK PKK", "SAKDINO", "TEMAN MELAYANI"]
    assert names(ask(order="nama")) == everything
    newest = ["TEMAN MELAYANI", "PENAK PKK", "BREXIT", "SAKDINO", "GEMPA GENTING"]
    assert names(ask(order="terbaru")) == newest


def test_words_of_a_search_are_few_and_short_and_hold_no_number_of_a_person() -> None:
    assert words_in("Akta, AKTA kelahiran!") == ["akta", "kelahiran"]
    assert words_in("TOP 45 2019 0812 3573011234560001") == ["top", "45", "2019"]
    assert words_in("é" * 80) == ["é" * 40]
    assert len(words_in(" ".join(f"kata{number}" for number in range(99)))) == 8


HOSTILE = [
    '" * NEAR ( %', "a" * 10_000, "' OR 1=1 --", "{name} : x", "a AND NOT b", "-braille",
    "braille & !stunting", "NEAR(braille stunting)", "name:braille", "\u202e\u200b\x00", "braille*",
    "% _ \\", "(((((((((", "<->", ":A", "\U0001f600", " ".join("abcdefghij" * 900),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_F14_hostile_questions_are_answered_quickly(text: str) -> None:
    started = time.perf_counter()
    answer = Client().get("/", {"q": text})
    assert answer.status_code == 200
    assert time.perf_counter() - started < 1


def test_F14_a_question_has_no_language_of_its_own() -> None:
    """Signs are no operators: what would be a negation elsewhere is a plain word here."""
    assert names(ask("-braille")) == ["BREXIT"]
    assert names(ask("brai*")) != ["BREXIT"] or ask("brai*").corrected
    assert names(ask("NOT braille")) == names(ask("not braille"))


def test_the_vocabulary_knows_kin_neighbours_and_rare_words() -> None:
    known = Vocabulary({"susun": 3, "menyusun": 1, "tersusun": 2, "pasar": 9, "pasarnya": 1})
    assert known.forms_of("menyusun") == ("menyusun", "susun", "tersusun")
    assert known.nearest_to("passar") == "pasar"
    assert known.nearest_to("xyz") == "xyz"
    assert known.rarest_of("Pasar susun menyusun", most=5, limit=2) == ("susun",)


def test_a_word_of_what_is_not_published_is_never_offered() -> None:
    region = Innovation.objects.get(normalised_name__startswith="brexit").region
    hidden = publish(region, "KUPUKUPU", state=Innovation.State.DRAFT)
    forget()
    assert names(ask("kupukupi")) == []
    assert ask("kupukupi").corrected == ""
    Innovation.objects.filter(pk=hidden.pk).update(state="published")
    forget()
    assert ask("kupukupi").corrected == "kupukupu"
