"""Published innovations as everybody may see them, made from the closed list and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prakarsa.catalogue.publishing import (
    CARD_COLUMNS,
    PUBLIC_COLUMNS,
    link_of,
    name_of_source,
    split_name,
    without_contacts,
)
from prakarsa.registry.models import Award, Innovation
from prakarsa.registry.queries import (
    Measured,
    as_published,
    measured_benefits,
    public_innovations,
)

UNKNOWN = "unknown"
# Read to know what of a row is public, never shown.
WHICH = ("state", "public_revision__snapshot")
_NEVER_A_SLUG = "inovasi"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose innovation it is: a region, and one of its agencies when that is known."""

    region: str
    region_code: str
    region_slug: str
    is_example: bool
    agency: str = ""
    agency_key: str = ""

    @property
    def name(self) -> str:
        """Return the name of the region, as the strip for examples asks for it."""
        return self.region


@dataclass(frozen=True, slots=True)
class PublishedAward:
    """An award with its year, when that is known, and where it was published."""

    name: str
    year: int | None
    source: str

    def __str__(self) -> str:
        if self.year is None:
            return _("%s, tahun tidak disebut") % self.name
        return self.name if str(self.year) in self.name else f"{self.name} {self.year}"


@dataclass(frozen=True, slots=True)
class PublishedBenefit:
    """What got better, measured, with what it comes to."""

    measure: str
    unit: str
    baseline: Decimal
    baseline_on: date
    result: Decimal
    result_on: date
    method: str
    source: str
    measured: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a list shows of an innovation."""

    key: str
    name: str
    summary: str
    summary_en: str
    place: Place
    is_from_society: bool
    year: int | None
    awards: tuple[PublishedAward, ...]

    @property
    def short_name(self) -> str:
        """Return the name without its explanation."""
        return split_name(self.name)[0]

    @property
    def long_name(self) -> str:
        """Return the explanation of the name, when it brings one."""
        return split_name(self.name)[1]

    @property
    def slug(self) -> str:
        """Return the name for an address; the key alone identifies."""
        return slugify(self.short_name)[:60] or _NEVER_A_SLUG

    @property
    def described(self) -> str:
        """Return the summary in the reader's language, in Indonesian when there is no other."""
        wants_english = get_language() == "en"
        return (self.summary_en if wants_english else self.summary) or self.summary

    @property
    def foreign_language(self) -> str:
        """Return the language of the summary when it is not the page's."""
        return "id" if get_language() == "en" and not self.summary_en and self.summary else ""

    @property
    def sample(self) -> Place | None:
        """Return the place when it is invented: the page says so in a strip."""
        return self.place if self.place.is_example else None

    @property
    def owner(self) -> str:
        """Return whose it is, in one line."""
        unit = self.place.agency or (_("Masyarakat") if self.is_from_society else "")
        return ", ".join(filter(None, (unit, self.place.region)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedInnovation(Card):
    """Everything that is public of one innovation."""

    stage: str
    initiator: str
    kind: str
    form: str
    origin: str
    replicated_from: str
    main_affair: str
    affairs: tuple[str, ...]
    theme: str
    trial_on: date | None
    implemented_on: date | None
    developed_on: date | None
    purpose: str
    benefit: str
    result: str
    source: str
    published_at: datetime | None
    benefits: tuple[PublishedBenefit, ...]

    @property
    def source_link(self) -> str:
        """Return the source as an address, or nothing."""
        return link_of(self.source)

    @property
    def source_name(self) -> str:
        """Return the source in short."""
        return name_of_source(self.source)

    @property
    def stage_label(self) -> str:
        """Return the words of the stage; nothing when unknown."""
        return _known(Innovation.Stage, self.stage)

    @property
    def kind_label(self) -> str:
        """Return the words of the kind; nothing when unknown."""
        return _known(Innovation.Kind, self.kind)

    @property
    def form_label(self) -> str:
        """Return the words of the form; nothing when unknown."""
        return _known(Innovation.Form, self.form)

    @property
    def initiator_label(self) -> str:
        """Return what kind of initiator it was, never who."""
        return _known(Innovation.Initiator, self.initiator)

    @property
    def unknown(self) -> list[str]:
        """Name what nobody has told us yet; the page says so instead of guessing."""
        return [
            words
            for words, value in (
                (_("ukuran manfaat"), self.benefits),
                (_("tahun"), self.year),
                (_("tanggal penerapan"), self.implemented_on),
                (_("jenis"), self.kind_label),
                (_("urusan"), self.main_affair),
                (_("perangkat daerah"), self.place.agency or self.is_from_society),
            )
            if not value
        ]


def published(columns: Sequence[str] = PUBLIC_COLUMNS) -> QuerySet[Innovation]:
    """Return the innovations that are public, with some public columns and what says which ones.

    `publish` shows each as it was last published, not as it is being changed.
    """
    rows = public_innovations().select_related("region", "agency", "public_revision")
    return rows.only("id", *WHICH, *columns)


def cards_of(ids: Iterable[int]) -> dict[int, Card]:
    """Return the cards of innovations in the order of their ids, in two queries."""
    wanted = list(ids)
    rows = published(CARD_COLUMNS).filter(pk__in=wanted).prefetch_related("awards")
    by_id = {row.pk: _card(as_published(row)) for row in rows}
    return {pk: by_id[pk] for pk in wanted if pk in by_id}


def whole(rows: QuerySet[Innovation]) -> QuerySet[Innovation]:
    """Return rows with everything that `publish` reads, in three more queries."""
    return rows.prefetch_related("awards", "affairs", "benefits")


def publish(row: Innovation) -> PublishedInnovation:
    """Return all that is public of one row of `whole(published())`."""
    row = as_published(row)
    card = _card(row)
    return PublishedInnovation(
        key=card.key,
        name=card.name,
        summary=card.summary,
        summary_en=card.summary_en,
        place=card.place,
        is_from_society=card.is_from_society,
        year=card.year,
        awards=card.awards,
        replicated_from=without_contacts(row.replicated_from),
        theme=without_contacts(row.theme),
        purpose=without_contacts(row.purpose),
        benefit=without_contacts(row.benefit),
        result=without_contacts(row.result),
        stage=row.stage,
        initiator=row.initiator,
        kind=row.kind,
        form=row.form,
        origin=row.origin,
        main_affair=row.main_affair,
        affairs=tuple(each.affair for each in row.affairs.all() if each.affair != row.main_affair),
        trial_on=row.trial_on,
        implemented_on=row.implemented_on,
        developed_on=row.developed_on,
        source=row.source,
        published_at=row.published_at,
        benefits=tuple(map(_benefit, measured_benefits(row))),
    )


def _card(row: Innovation) -> Card:
    agency = row.agency
    return Card(
        key=str(row.key),
        name=without_contacts(row.name),
        summary=without_contacts(row.summary),
        summary_en=without_contacts(row.summary_en),
        place=Place(
            region=row.region.name,
            region_code=row.region.code,
            region_slug=row.region.slug,
            is_example=row.region.is_example,
            agency=agency.name if agency else "",
            agency_key=str(agency.key) if agency else "",
        ),
        is_from_society=row.initiator == Innovation.Initiator.SOCIETY,
        year=row.year,
        awards=_awards(row.awards.all()),
    )


def _awards(rows: Sequence[Award] | QuerySet[Award]) -> tuple[PublishedAward, ...]:
    return tuple(
        PublishedAward(without_contacts(row.name), row.year, link_of(row.source)) for row in rows
    )


def _benefit(measured: Measured) -> PublishedBenefit:
    row = measured.benefit
    return PublishedBenefit(
        measure=without_contacts(row.measure),
        unit=row.unit,
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        result=row.result,
        result_on=row.result_on,
        method=without_contacts(row.method),
        source=without_contacts(row.source),
        measured=measured,
    )


def _known(choices: type[Innovation.Kind | Innovation.Form | Innovation.Stage
                         | Innovation.Initiator], value: str) -> str:  # fmt: skip
    return "" if value == UNKNOWN else str(choices(value).label)
