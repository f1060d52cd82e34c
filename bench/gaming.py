"""How well the signals of `rules.contract.gaming` tell played contracts from honest ones.

Contracts are made from a fixed seed. Honest ones behave as real ones do: bad years before the
auction, works that open in December, whole numbers that meet their target by chance, definitions
made clearer, a decree that proves two quarters. Into others one kind of gaming each is planted, as
somebody would who knows that a reader looks at the table but not how the rules look. Nothing here
is measured on real contracts, because no region has published any.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from prakarsa.rules.contract.book import SignalLimits, open_book
from prakarsa.rules.contract.gaming import Kind, signals_of
from prakarsa.rules.contract.record import Measured, Realisation, Record, Terms
from prakarsa.rules.progress import Better

SEED = 2018
HONEST, PLANTED = 4_000, 400
YEARS = (2024, 2025, 2026)
SIGNED, BASELINE_DAY = date(2024, 1, 8), date(2023, 12, 31)
PLANS = ((25, 50, 75, 100), (40, 70, 90, 100), (10, 30, 60, 100), (5, 20, 45, 100))
DEFINITION = "Bagian timbulan sampah yang terkelola"


def main() -> None:
    """Print how many planted contracts each signal finds, and how many honest ones it names."""
    limits = open_book("contoh").signals
    dice = random.Random(SEED)
    honest = [seen(honest_record(dice), limits) for _ in range(HONEST)]
    print(f"Signals of gaming: {HONEST:,} honest contracts, {PLANTED} of each kind planted,")
    print(f"one kind in one contract, seed {SEED}, limits of the example book.\n")
    print(
        "| signal | found of planted | recall | false alarms | of honest | precision at 1 in 11 |"
    )
    print("|---|---|---|---|---|---|")
    for kind in Kind:
        records = [PLANTS[kind](honest_record(dice), dice) for _ in range(PLANTED)]
        found = sum(kind in seen(record, limits) for record in records)
        alarms = sum(kind in kinds for kinds in honest)
        print(
            f"| {kind} | {found} of {PLANTED} | {percent(found, PLANTED)} | {alarms} |"
            f" {percent(alarms, HONEST)} | {percent(found, found + alarms)} |"
        )
    some = sum(bool(kinds) for kinds in honest)
    print(f"\nHonest contracts with any signal: {some} of {HONEST} ({percent(some, HONEST)}).")


def seen(record: Record, limits: SignalLimits) -> set[Kind]:
    """Return the kinds of signals of a contract."""
    return {signal.kind for signal in signals_of(record, limits)}


def percent(part: int, whole: int) -> str:
    """Write a share with one decimal."""
    return f"{100 * part / whole:.1f} %" if whole else "none found"


def honest_record(dice: random.Random) -> Record:
    """Make a contract that nobody plays with."""
    better = dice.choice(list(Better))
    sign = 1 if better is Better.HIGHER else -1
    step = dice.choice([1, 1, 10, 100])  # Hundredths: some things are counted in whole units only.
    start = dice.randrange(2_000, 8_000)
    pace = dice.randrange(50, 300)
    history = [
        Measured(
            date(2023 - back, 12, 31),
            rounded(start - sign * back * pace + dice.randrange(-200, 201), step),
        )
        for back in range(dice.randrange(1, 6), 0, -1)
    ]
    # One year in twelve is a bad one, for everybody to see: a flood, a pandemic, a reform.
    bad_year = dice.randrange(100, 900) if dice.random() < 1 / 12 else 0
    baseline = rounded(start - sign * bad_year + dice.randrange(-100, 101), step)
    way = sign * len(YEARS) * dice.randrange(100, 900)
    end = baseline + rounded(way, step) + (0 if rounded(way, step) else sign)
    terms = Terms(
        signed=SIGNED, unit="persen", definition=DEFINITION, better=better, baseline=baseline,
        baseline_day=BASELINE_DAY, end=end, end_day=date(YEARS[-1], 12, 31),
    )  # fmt: skip
    record = Record(terms=(terms,), history=history, realisations=quarters(terms, step, dice))
    return with_honest_changes(record, dice)


def quarters(terms: Terms, step: int, dice: random.Random) -> list[Realisation]:
    """Make the quarters of all years: by the plan, with luck, delay and works that open late."""
    found, before, value = [], terms.baseline, terms.baseline
    for place, year in enumerate(YEARS, 1):
        goal = terms.baseline + (terms.end - terms.baseline) * Fraction(place, len(YEARS))
        plan, pace = dice.choice(PLANS), Fraction(dice.randrange(60, 131), 100)
        opens_late = dice.random() < 1 / 25
        for quarter in range(1, 5):
            target = rounded(
                100 * (before + (goal - before) * Fraction(plan[quarter - 1], 100)), step
            )
            made = (goal - before) * Fraction(plan[quarter - 1], 100) * pace
            if opens_late and quarter < 4:
                made = made * Fraction(1, 4)
            noise = Fraction(dice.randrange(-40, 41), 100)
            value = rounded(100 * (before + made + noise), step)
            found.append(
                Realisation(
                    year=year, quarter=quarter, value=value, target=target,
                    proofs=frozenset({f"{dice.getrandbits(64):016x}" for _ in range(2)}),
                )
            )  # fmt: skip
        before = value
    return found


def with_honest_changes(record: Record, dice: random.Random) -> Record:
    """Change terms as it happens, make a definition clearer, let one decree prove two quarters."""
    terms = list(record.terms)
    for place in range(sum(dice.random() < 1 / 6 for _ in range(3))):
        changed = replace(terms[-1], signed=date(2024 + place, 6, 1))
        if dice.random() < 1 / 10:
            changed = replace(changed, definition=f"{DEFINITION}, menurut timbangan TPA")
        terms.append(changed)
    realisations = list(record.realisations)
    if dice.random() < 1 / 50:
        decree = realisations[0].proofs
        realisations[1] = replace(realisations[1], proofs=realisations[1].proofs | decree)
    return replace(record, terms=terms, realisations=realisations)


def rounded(hundredths: Fraction | int, step: int) -> Fraction:
    """Return hundredths as a value in the steps it is counted in."""
    return Fraction(round(Fraction(hundredths) / step) * step, 100)


def worse(record: Record, value: Fraction, by: Fraction) -> Fraction:
    """Return a value that is worse by so much."""
    return value - by if record.first.better is Better.HIGHER else value + by


def with_terms(record: Record, terms: Terms) -> Record:
    """Return the record with other terms at its start."""
    return replace(record, terms=(terms, *record.terms[1:]))


def plant_low_baseline(record: Record, dice: random.Random) -> Record:
    """Write down a baseline some points below what everybody measured."""
    values = [each.value for each in record.history]
    worst = min(values) if record.first.better is Better.HIGHER else max(values)
    by = Fraction(dice.randrange(-100, 800), 100)
    return with_terms(record, replace(record.first, baseline=worse(record, worst, by)))


def plant_reached(record: Record, dice: random.Random) -> Record:
    """Promise what is nearly or already there, known to the office but not always to the file."""
    ahead = worse(record, record.first.end, Fraction(dice.randrange(-300, 100), 100))
    known = [*record.history, Measured(date(2024, 1, 2), ahead)] if dice.random() < 0.8 else []
    return replace(record, history=known or record.history)


def plant_stops(record: Record, dice: random.Random) -> Record:
    """Report the target as the result in most quarters."""
    told = [
        replace(each, value=each.target)
        if dice.random() < 0.85 and each.target is not None
        else each
        for each in record.realisations
    ]
    return replace(record, realisations=told)


def plant_jump(record: Record, dice: random.Random) -> Record:
    """Hold back what was done until the last quarter of a year."""
    year = dice.choice(YEARS)
    part = Fraction(dice.randrange(0, 50), 100)
    told, before = [], record.first.baseline
    for each in record.realisations:
        if each.year < year:
            before = each.value
        held = each.year == year and each.quarter < 4
        told.append(replace(each, value=before + (each.value - before) * part) if held else each)
    return replace(record, realisations=told)


def plant_definition(record: Record, dice: random.Random) -> Record:
    """Change what is counted, in the open or only by a word nobody compares."""
    terms = replace(record.last, signed=date(2026, 3, 1))
    if dice.random() < 0.1:
        # The same words in other letters: nothing changed, and nothing should be said.
        changed = replace(terms, definition=DEFINITION.upper())
    elif dice.random() < 0.5:
        changed = replace(terms, unit="ton")
    else:
        changed = replace(terms, definition="Sampah yang diangkut")
    return replace(record, terms=(*record.terms, changed))


def plant_addenda(record: Record, dice: random.Random) -> Record:
    """Soften the terms a little, again and again."""
    terms = list(record.terms)
    for place in range(dice.randrange(2, 5)):
        terms.append(replace(terms[-1], signed=date(2025, 1 + place, 1)))
    return replace(record, terms=terms)


def plant_proof(record: Record, dice: random.Random) -> Record:
    """Show one file twice; sometimes scanned anew, which no digest can see."""
    if dice.random() < 0.1:
        return record
    told = list(record.realisations)
    source, place = dice.sample(range(len(told)), 2)
    if dice.random() < 0.5:
        elsewhere = {min(told[place].proofs): "kontrak lain"}
        return replace(record, proofs_elsewhere=elsewhere)
    told[place] = replace(told[place], proofs=told[place].proofs | told[source].proofs)
    return replace(record, realisations=told)


PLANTS: dict[Kind, Callable[[Record, random.Random], Record]] = {
    Kind.BASELINE_BELOW_HISTORY: plant_low_baseline,
    Kind.REACHED_AT_SIGNING: plant_reached,
    Kind.STOPS_AT_TARGET: plant_stops,
    Kind.LAST_QUARTER_JUMP: plant_jump,
    Kind.DEFINITION_CHANGED: plant_definition,
    Kind.MANY_ADDENDA: plant_addenda,
    Kind.SAME_PROOF: plant_proof,
}

if __name__ == "__main__":
    main()
