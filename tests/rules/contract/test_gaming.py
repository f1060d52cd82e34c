"""Each sign of gaming is seen where it is, with its reason, and not one step before."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.book import open_book
from prakarsa.rules.contract.gaming import Kind, signals_of
from prakarsa.rules.contract.record import Measured, Realisation, Record, Terms
from prakarsa.rules.progress import Better

LIMITS = open_book("contoh").signals
TERMS = Terms(
    signed=date(2024, 1, 8), unit="persen", definition="Sampah terkelola", better=Better.HIGHER,
    baseline=Fraction(60), baseline_day=date(2023, 12, 31), end=Fraction(80),
    end_day=date(2026, 12, 31),
)  # fmt: skip
HISTORY = (
    Measured(date(2021, 12, 31), Fraction(56)),
    Measured(date(2022, 12, 31), Fraction(58)),
)


def record(*, history: tuple[Measured, ...] = HISTORY, baseline: int = 60) -> Record:
    terms = replace(TERMS, baseline=Fraction(baseline))
    return Record(terms=(terms,), history=history, realisations=year("65", "70", "75", "81"))


def year(*values: str, targets: tuple[str, ...] = ("64", "69", "74", "80")) -> list[Realisation]:
    """Return the four quarters of 2024."""
    return [
        Realisation(
            year=2024, quarter=place, value=Fraction(value), target=Fraction(target),
            proofs=frozenset({f"file {place}"}),
        )
        for place, (value, target) in enumerate(zip(values, targets, strict=True), 1)
    ]  # fmt: skip


def told(of: Record) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = {}
    for signal in signals_of(of, LIMITS):
        found.setdefault(signal.kind, []).append(str(signal.reason))
    return found


def falling(of: Record) -> Record:
    """Return the mirror: the same contract of a number that should fall."""

    def terms(each: Terms) -> Terms:
        return replace(each, better=Better.LOWER, baseline=-each.baseline, end=-each.end)

    return replace(
        of,
        terms=[terms(each) for each in of.terms],
        history=[replace(each, value=-each.value) for each in of.history],
        realisations=[
            replace(each, value=-each.value, target=-each.target if each.target else each.target)
            for each in of.realisations
        ],
    )


def test_an_honest_contract_shows_nothing() -> None:
    assert told(record()) == {}


def test_a_baseline_below_all_that_is_known() -> None:
    assert told(record(baseline=55))[Kind.BASELINE_BELOW_HISTORY] == [
        (
            "Titik nol 55 lebih buruk daripada semua nilai 3 tahun sebelumnya;"
            " yang terburuk 56 pada 2021-12-31."
        )
    ]
    assert told(record(baseline=56)) == {}


def test_one_value_and_old_values_are_no_history() -> None:
    old = (Measured(date(2019, 12, 31), Fraction(57)), HISTORY[1])
    assert told(record(baseline=50, history=HISTORY[1:])) == {}
    assert told(record(baseline=50, history=old)) == {}


def test_a_promise_kept_before_it_was_given() -> None:
    before = (*HISTORY, Measured(date(2024, 1, 8), Fraction(80)))
    after = (*HISTORY, Measured(date(2024, 1, 9), Fraction(80)))
    short = (*HISTORY, Measured(date(2024, 1, 8), Fraction(799, 10)))
    assert told(record(history=before))[Kind.REACHED_AT_SIGNING] == [
        "Pada 2024-01-08, sebelum ditandatangani, nilainya sudah 80; janjinya 80."
    ]
    assert told(record(history=after)) == told(record(history=short)) == {}


def test_results_that_stop_at_the_target() -> None:
    exact = replace(record(), realisations=year("64", "69", "74", "80"))
    three = replace(record(), realisations=year("64", "69", "74", "81"))
    assert told(exact)[Kind.STOPS_AT_TARGET] == [
        "4 dari 4 capaian triwulan berhenti tepat pada targetnya, tidak lebih."
    ]
    assert told(three) == {}


def test_a_jump_in_the_last_quarter() -> None:
    jump = replace(record(), realisations=year("61", "62", "63", "81"))
    planned = year("61", "62", "63", "81", targets=("61", "62", "63", "80"))
    assert told(jump)[Kind.LAST_QUARTER_JUMP] == [
        (
            "Tahun 2024: 85,71% kemajuan setahun terjadi pada triwulan IV;"
            " menurut target seharusnya 30%."
        )
    ]
    assert told(replace(record(), realisations=planned)) == {}
    assert told(replace(jump, realisations=jump.realisations[:3])) == {}


def test_a_year_without_movement_or_targets_gives_no_answer() -> None:
    still = replace(record(), realisations=year("60", "60", "60", "60"))
    silent = [replace(each, target=None) for each in year("61", "62", "63", "81")]
    assert told(still) == told(replace(record(), realisations=silent)) == {}


def test_another_unit_and_another_definition() -> None:
    later = replace(TERMS, signed=date(2025, 3, 1))
    other = replace(record(), terms=(TERMS, replace(later, unit="ton", definition="Lain")))
    same = replace(record(), terms=(TERMS, replace(later, definition="  SAMPAH  terkelola")))
    assert told(other)[Kind.DEFINITION_CHANGED] == [
        "Satuan berubah dari “persen” menjadi “ton” pada 2025-03-01.",
        "Definisi operasional berubah pada 2025-03-01.",
    ]
    assert told(same) == {}


@pytest.mark.parametrize(("addenda", "is_seen"), [(2, False), (3, True)])
def test_many_addenda(addenda: int, is_seen: bool) -> None:
    changed = replace(record(), terms=(TERMS,) * (1 + addenda))
    assert (Kind.MANY_ADDENDA in told(changed)) is is_seen


def test_one_file_for_two_quarters_and_for_two_contracts() -> None:
    first, second, *others = record().realisations
    twice = replace(second, proofs=frozenset({"file 1", "file 2"}))
    shown = replace(
        record(), realisations=[first, twice, *others], proofs_elsewhere={"file 4": "KK-07"}
    )
    assert told(shown)[Kind.SAME_PROOF] == [
        "Berkas yang sama menjadi bukti triwulan 1 2024 dan triwulan 2 2024.",
        "Berkas yang sama menjadi bukti triwulan 4 2024 dan KK-07.",
    ]


VALUES = st.integers(-500, 500).map(lambda tenths: Fraction(tenths, 10))


@given(st.lists(VALUES, min_size=6, max_size=6), st.lists(VALUES, min_size=4, max_size=4))
def test_falling_targets_are_seen_like_rising_ones(
    values: list[Fraction], targets: list[Fraction]
) -> None:
    quarters = year(*map(str, values[:4]), targets=tuple(map(str, targets)))
    history = [replace(each, value=value) for each, value in zip(HISTORY, values[4:], strict=True)]
    rising = replace(record(), history=history, realisations=quarters)
    kinds = set(told(rising))
    assert {signal.kind for signal in signals_of(falling(rising), LIMITS)} == kinds
