"""Set a target, change it, close it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.organisations.seats import Seat
from prakarsa.targets.models import Campaign, Quota
from prakarsa.targets.permissions import can_change, can_set_targets

LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class QuotaTerms:
    """How many innovations each unit of a kind owes, or each of its services."""

    agency_kind: str
    needed: int
    per_service: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTerms:
    """Everything the secretariat decides about a target."""

    name: str
    starts_on: date
    ends_on: date
    counts: str
    only_new: bool
    source: str
    source_link: str
    is_confirmed: bool
    remark: str
    quotas: tuple[QuotaTerms, ...]

    def values(self) -> dict[str, Any]:
        """Return the columns of the campaign itself."""
        return {name: value for name, value in asdict(self).items() if name != "quotas"}


class StaleCampaign(Exception):
    """The target changed after the page was opened; nothing was written."""

    def __init__(self, current: Campaign) -> None:
        super().__init__(current.key)
        self.current = current


@transaction.atomic
def create_campaign(*, seat: Seat, terms: CampaignTerms, at: datetime) -> Campaign:
    """Set a target for the seat's region; the very same target again gives the first one.

    Raises ValidationError when the period or the quotas are impossible, or the name is taken.
    """
    if seat.region is None or not can_set_targets(seat):
        raise PermissionDenied
    _check(terms)
    existing = _same_named(seat, terms).first()
    if existing is not None and terms_of_record(existing) == terms:
        return existing
    _refuse_taken(existing)
    campaign = Campaign.objects.create(region=seat.region, created_at=at, **terms.values())
    _write_quotas(campaign, terms)
    _record(seat, campaign, "created", at, after=asdict(terms))
    return campaign


@transaction.atomic
def change_campaign(
    *, seat: Seat, campaign: Campaign, terms: CampaignTerms, version: int, at: datetime
) -> Campaign:
    """Change a target that is not closed; saving the same values again changes nothing.

    Raises StaleCampaign when somebody was faster, ValidationError as `create_campaign` does.
    """
    current = _lock(seat, campaign)
    before = terms_of_record(current)
    if before == terms:
        return current
    if current.version != version:
        raise StaleCampaign(current)
    _check(terms)
    _refuse_taken(_same_named(seat, terms).exclude(pk=current.pk).first())
    for name, value in terms.values().items():
        setattr(current, name, value)
    # What the region itself says from now on is no longer what the public sources said.
    current.is_reported = False
    current.version += 1
    current.save()
    current.quotas.all().delete()
    _write_quotas(current, terms)
    _record(seat, current, "changed", at, before=asdict(before), after=asdict(terms))
    return current


@transaction.atomic
def close_campaign(*, seat: Seat, campaign: Campaign, at: datetime) -> Campaign:
    """Close a target: it is no longer changed and nobody is reminded; a repeat is harmless."""
    done = Campaign.objects.filter(pk=campaign.pk, region=seat.region).exclude(closed_at=None)
    if can_set_targets(seat) and (closed := done.select_related("region").first()):
        return closed
    current = _lock(seat, campaign)
    current.closed_at = at
    current.version += 1
    current.save(update_fields=["closed_at", "version"])
    _record(seat, current, "closed", at, after={"closed_at": at})
    return current


def terms_of_record(campaign: Campaign) -> CampaignTerms:
    """Return what a stored target says, in the words of the acts."""
    rows = campaign.quotas.order_by("agency_kind")
    return CampaignTerms(
        name=campaign.name,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        counts=campaign.counts,
        only_new=campaign.only_new,
        source=campaign.source,
        source_link=campaign.source_link,
        is_confirmed=campaign.is_confirmed,
        remark=campaign.remark,
        quotas=tuple(QuotaTerms(each.agency_kind, each.needed, each.per_service) for each in rows),
    )


def _lock(seat: Seat, campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("region")
    current = rows.get(pk=campaign.pk)
    if not can_change(seat, current):
        raise PermissionDenied
    return current


def _check(terms: CampaignTerms) -> None:
    if terms.ends_on < terms.starts_on:
        text = _("Hari terakhir lebih awal dari hari pertama. Isi hari sesudahnya.")
        raise ValidationError({"ends_on": text})
    if terms.ends_on - terms.starts_on > LONGEST:
        raise ValidationError({"ends_on": _("Periode target paling lama lima tahun.")})
    if not terms.quotas:
        raise ValidationError(_("Isi jumlah inovasi untuk paling sedikit satu jenis unit."))


def _same_named(seat: Seat, terms: CampaignTerms) -> QuerySet[Campaign]:
    return Campaign.objects.filter(
        region=seat.region, name=terms.name, starts_on=terms.starts_on
    ).select_related("region")


def _refuse_taken(existing: Campaign | None) -> None:
    if existing is not None:
        raise ValidationError(
            {"name": _("Sudah ada target dengan nama dan hari pertama yang sama.")}
        )


def _write_quotas(campaign: Campaign, terms: CampaignTerms) -> None:
    Quota.objects.bulk_create(
        Quota(campaign=campaign, **asdict(each)) for each in terms.quotas
    )  # fmt: skip


def _record(
    seat: Seat, campaign: Campaign, act: str, at: datetime, **values: dict[str, Any]
) -> None:
    record(
        actor=seat.actor,
        act=f"targets.campaign.{act}",
        target=campaign,
        at=at,
        region_code=campaign.region_id,
        before=values.get("before"),
        after=values.get("after"),
    )
