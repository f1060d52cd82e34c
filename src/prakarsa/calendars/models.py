"""When a region may report, and which days count as working days."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Agency, Region


class Holiday(models.Model):
    """A day that is no working day, for one region or (without a region) for all."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True)
    day = models.DateField(_("tanggal"))
    name = models.CharField(_("nama hari libur"), max_length=120)
    source = models.CharField(_("sumber"), max_length=400)

    class Meta:
        ordering = ["day"]
        constraints = [
            # Two halves: SQLite makes no constraint that takes an empty column for a value.
            models.UniqueConstraint(
                fields=["region", "day"],
                condition=models.Q(region__isnull=False),
                name="one_holiday_in_a_region",
            ),
            models.UniqueConstraint(
                fields=["day"],
                condition=models.Q(region__isnull=True),
                name="one_holiday_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class ReportingWindow(models.Model):
    """From which moment to which last instant a region's units report for an edition."""

    key = key_field()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="windows")
    edition_year = models.PositiveSmallIntegerField(_("edisi"))
    opens_at = models.DateTimeField(_("dibuka"))
    closes_at = models.DateTimeField(_("ditutup"))
    source = models.CharField(_("dasar"), max_length=400)
    # A form names the version it was opened at; a stale one changes nothing.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "edition_year"], name="one_window"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="window_has_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.edition_year}"


class Reopening(models.Model):
    """A closed window opened again, for one agency or all, until a moment, with a reason."""

    key = key_field()
    window = models.ForeignKey(ReportingWindow, on_delete=models.CASCADE, related_name="reopenings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    until = models.DateTimeField(_("sampai"))
    reason = models.CharField(_("alasan"), max_length=1000)
    opened_by_key = models.CharField(max_length=64)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.window_id} until {self.until}"
