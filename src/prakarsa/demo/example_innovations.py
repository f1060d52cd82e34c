"""The innovations of Kota Contoh: every state, two years, some that the edition leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from prakarsa.demo.example_files import make_attachments
from prakarsa.demo.example_history import STORY, YEAR, count_steps, keep_history, years_reported
from prakarsa.demo.example_region import Actors
from prakarsa.demo.example_succession import leave_to_former
from prakarsa.demo.words import comma, compose_design, dice, example_words, in_office
from prakarsa.organisations.models import Agency, Region, Service
from prakarsa.registry.models import (
    Innovation,
    InnovationAffair,
    MeasuredBenefit,
    Partner,
)
from prakarsa.rules.text import count_words, normalise_name

HOW_MANY = 224
FORMS = {"pelayanan publik": "public_service", "tata kelola": "governance"}
State = Innovation.State
# The share of each state; the rest are published, for a city in the middle of its year.
SHARES = ((State.DRAFT, 26), (State.SUBMITTED, 30), (State.RETURNED, 14), (State.VERIFIED, 18),
          (State.RETIRED, 4), (State.PUBLISHED, 132))  # fmt: skip
# These stand in the guide of the first hour, in a state that shows something to do.
FIXED = {STORY: State.RETURNED, "BANK JELANTAH MELATI": State.PUBLISHED}
# Units that have nothing yet, so that the target page has somebody to help.
IDLE = {"Badan Kesbangpol", "Kelurahan Anggrek", "Kelurahan Dahlia", "Kelurahan Flamboyan",
        "Perumda Air Minum Contoh"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea in one unit."""

    name: str
    agency: Agency
    words: Mapping[str, Any]


def ideas(agencies: Mapping[str, Agency]) -> list[Idea]:
    """Return 224 ideas: each at home first, then again in units it also fits."""
    labels = {words["name"]: words["label"] for words in example_words()["agencies"]}
    found = [
        Idea(words["name"], agencies[words["home"]], words)
        for words in example_words()["ideas"]
        if words["home"] not in IDLE
    ]
    taken = {(idea.name, idea.agency.name) for idea in found}
    elsewhere = [
        idea for idea in _elsewhere(agencies, labels) if (idea.name, idea.agency.name) not in taken
    ]
    dice("elsewhere").shuffle(elsewhere)
    return (found + elsewhere)[:HOW_MANY]


def _elsewhere(agencies: Mapping[str, Agency], labels: Mapping[str, str]) -> Iterator[Idea]:
    kinds = {"hospital": Agency.Kind.HOSPITAL.value, "school": Agency.Kind.SCHOOL.value}
    for words in example_words()["ideas"]:
        allowed = {kinds.get(kind, kind) for kind in words["unit_kinds"]}
        for name, agency in agencies.items():
            fits = agency.kind in allowed and name != words["home"] and name not in IDLE
            if "name_elsewhere" in words and fits:
                title = words["name_elsewhere"].format(label=labels[name], agency=name)
                yield Idea(title, agency, words)


def make_innovations(
    region: Region,
    agencies: Mapping[str, Agency],
    authors: Mapping[int, str],
    actors: Actors,
    former: Sequence[Agency],
    at: datetime,
) -> list[Innovation]:
    """Make all innovations with affairs, partners, benefits, attachments and history."""
    chosen = ideas(agencies)
    states = _states(chosen)
    services = {
        (row.agency_id, row.name): row for row in Service.objects.filter(agency__region=region)
    }
    made = [
        _innovation(idea, state, services, authors[idea.agency.pk], at)
        for idea, state in zip(chosen, states, strict=True)
    ]
    leave_to_former(made, former)
    Innovation.objects.bulk_create(made, batch_size=50)
    details = list(zip(chosen, made, strict=True))
    InnovationAffair.objects.bulk_create(
        InnovationAffair(innovation=row, affair=affair)
        for idea, row in details
        for affair in idea.words["touching"]
    )
    Partner.objects.bulk_create(each for idea, row in details for each in _partners(idea, row))
    MeasuredBenefit.objects.bulk_create(_benefit(idea, row) for idea, row in details)
    make_attachments(made)
    keep_history(region, actors)
    return made


def _states(chosen: list[Idea]) -> list[str]:
    states = [state.value for state, count in SHARES for _each in range(count)]
    dice("states").shuffle(states)
    return [FIXED.get(idea.name, state) for idea, state in zip(chosen, states, strict=True)]


def _innovation(
    idea: Idea, state: str, services: Mapping[tuple[int, str], Service], author: str, at: datetime
) -> Innovation:
    chance = dice(f"innovation {idea.name} {idea.agency.name}")
    row = Innovation(
        region=idea.agency.region,
        agency=idea.agency,
        service=services.get((idea.agency.pk, idea.words.get("service", ""))),
        name=idea.name,
        normalised_name=normalise_name(idea.name),
        summary=idea.words["summary"],
        state=state,
        kind=idea.words["kind"],
        form=FORMS.get(idea.words["form"], "other"),
        main_affair=idea.words["affair"],
        purpose=_sentence(idea.words["purpose"]),
        benefit=idea.words["benefit"],
        result=_result(idea.words["measure"]),
        theme="Penguatan reformasi birokrasi",
        initiator=chance.choice(["agency", "civil_servant", "regional_head", "society"]),
        initiator_name=idea.agency.name,
        origin="replicated" if idea.name != idea.words["name"] else "own",
        replicated_from=idea.words["name"] if idea.name != idea.words["name"] else "",
        budget_rupiah=chance.randrange(5, 180) * 1_000_000,
        budget_note="APBD Kota Contoh",
        latitude=Decimal(chance.randrange(-7_990_000, -7_940_000)) / 1_000_000,
        longitude=Decimal(chance.randrange(112_600_000, 112_660_000)) / 1_000_000,
        created_by_key=author,
    )
    _set_dates(row, chance.random(), at)
    _set_design(row, idea, chance.random())
    return row


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:] + "."


def _result(measure: Mapping[str, str]) -> str:
    return (
        f"{_sentence(measure['what'])[:-1]}: dari {comma(measure['baseline'])} "
        f"menjadi {comma(measure['result'])} {measure['unit']}."
    )


def _set_dates(row: Innovation, luck: float, at: datetime) -> None:
    """Most fall into the window of the edition; about a quarter began before it."""
    chance = dice(f"dates {row.name} {row.initiator_name}")
    year = 2024 if luck < 0.42 else 2025 if luck < 0.74 else chance.choice([2020, 2021, 2022, 2023])
    row.implemented_on = date(year, chance.randrange(1, 13), chance.randrange(1, 28))
    row.trial_on = row.implemented_on - timedelta(days=chance.randrange(30, 160))
    row.year = year
    row.stage = Innovation.Stage.IMPLEMENTATION
    created = in_office(at - timedelta(days=chance.randrange(40, 420)), chance)
    row.created_at = created
    row.changed_at = min(created + timedelta(days=chance.randrange(1, 60)), at)
    if row.name == STORY:
        row.trial_on, row.implemented_on = date(2023, 11, 6), date(2024, 2, 5)
        row.year, row.kind = 2024, Innovation.Kind.DIGITAL
    _set_moments(row, at)
    # Whoever reported before was recorded before.
    row.created_at -= YEAR * years_reported(row)
    count_steps(row)


def _set_moments(row: Innovation, at: datetime) -> None:
    order = [State.SUBMITTED, State.VERIFIED, State.PUBLISHED]
    reached = {State.RETURNED: 1, State.SUBMITTED: 1, State.VERIFIED: 2, State.PUBLISHED: 3,
               State.RETIRED: 3}.get(State(row.state), 0)  # fmt: skip
    days = dice(f"moments {row.name} {row.initiator_name}")
    moment = row.changed_at
    if row.state in (State.SUBMITTED, State.RETURNED):
        # What waits was handed in within this reporting window.
        moment = in_office(at - timedelta(days=days.randrange(14, 30)), days)
    for state in order[:reached]:
        moment = min(moment + timedelta(days=days.randrange(2, 12), minutes=days.randrange(90)), at)
        setattr(row, f"{state.value}_at", moment)
    if row.state == State.RETIRED:
        row.retired_at, row.retired_because = at, "Digantikan layanan kota yang lebih lengkap."


def _set_design(row: Innovation, idea: Idea, luck: float) -> None:
    measure = idea.words["measure"]
    assert row.implemented_on is not None
    values = {
        **{key: idea.words[key] for key in ("meaning", "problem", "purpose", "way", "for_whom")},
        **{key: comma(text) for key, text in measure.items()},
        "name": idea.name,
        "agency": idea.agency.name,
        "partner": _partner_words(idea, 1)[0]["name"],
        "year_before": str(row.implemented_on.year - 1),
        "year_start": str(row.implemented_on.year),
        "year_after": str(row.implemented_on.year + 1),
    }  # fmt: skip
    values["meaning"] = values["meaning"].format(label=idea.agency.name, agency=idea.agency.name)
    row.design = compose_design(values, f"{idea.name} {idea.agency.name}")
    is_short = luck < 0.08 and idea.name not in FIXED
    if is_short:
        row.design = row.design.split("\n\n")[0]
    row.design_words = count_words(row.design)


def _partner_words(idea: Idea, count: int) -> list[Mapping[str, str]]:
    chance = dice(f"partners {idea.name} {idea.agency.name}")
    return chance.sample(example_words()["partners"], count)


def _partners(idea: Idea, row: Innovation) -> Iterator[Partner]:
    for words in _partner_words(idea, 1 + len(idea.name) % 4):
        kind = words["kind"] if words["kind"] in Partner.Kind.values else Partner.Kind.OTHER
        yield Partner(innovation=row, kind=kind, name=words["name"], part=words["role"])


def _benefit(idea: Idea, row: Innovation) -> MeasuredBenefit:
    measure = idea.words["measure"]
    assert row.implemented_on is not None
    return MeasuredBenefit(
        innovation=row,
        measure=measure["what"],
        unit=measure["unit"],
        direction="higher" if measure["direction"] == "up" else "lower",
        baseline=Decimal(measure["baseline"]),
        baseline_on=row.implemented_on - timedelta(days=60),
        result=Decimal(measure["result"]),
        result_on=row.implemented_on + timedelta(days=330),
        method=measure["method"],
        source=measure["source"],
    )
