"""A lot: what an agency is asked to promise, where it stands today, and how that was tested."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.auctions.models.periods import AuctionPeriod, Mission, Round
from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Agency
from prakarsa.registry.models import Innovation

VALUE: dict[str, Any] = {"max_digits": 18, "decimal_places": 4}


class Lot(models.Model):
    """One promise to negotiate; its states and acts are the table in `states`.

    A draft may lack what the later acts ask for. Baseline and end are in `unit`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draf")
        DATA_TEST = "data_test", _("Uji data")
        TESTED = "tested", _("Lulus uji data")
        SCHEDULED = "scheduled", _("Terjadwal")
        PRESENTED = "presented", _("Giliran panel")
        COUNTERED = "countered", _("Giliran perangkat daerah")
        NOT_READY = "not_ready", _("Belum siap")
        AGREED = "agreed", _("Disepakati")
        IMPOSED = "imposed", _("Ditetapkan kepala daerah")
        LAPSED = "lapsed", _("Gugur")
        CONTRACTED = "contracted", _("Menjadi kontrak")
        WITHDRAWN = "withdrawn", _("Ditarik")

    class Direction(models.TextChoices):
        HIGHER = "higher", _("Makin tinggi makin baik")
        LOWER = "lower", _("Makin rendah makin baik")

    key = key_field()
    period = models.ForeignKey(AuctionPeriod, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField(_("nomor lot"))
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="lots")
    title = models.CharField(_("judul"), max_length=200)
    indicator = models.CharField(_("indikator"), max_length=300)
    definition = models.TextField(_("definisi operasional"), max_length=2000, blank=True)
    unit = models.CharField(_("satuan"), max_length=60)
    direction = models.CharField(_("arah"), max_length=6, choices=Direction.choices)
    baseline = models.DecimalField(_("titik nol"), **VALUE, null=True, blank=True)
    baseline_on = models.DateField(_("tanggal titik nol"), null=True, blank=True)
    baseline_source = models.CharField(_("sumber titik nol"), max_length=400, blank=True)
    # Why the segments do not add up to the baseline, where they cannot.
    segments_note = models.CharField(_("mengapa tidak berjumlah"), max_length=600, blank=True)
    end_value = models.DecimalField(_("titik akhir"), **VALUE, null=True, blank=True)
    end_on = models.DateField(_("tanggal titik akhir"), null=True, blank=True)
    budget_line = models.CharField(_("kode dan nama anggaran"), max_length=200, blank=True)
    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, null=True, blank=True, related_name="lots"
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="lots"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # Since when the state stands: in a round this is when the turn began.
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    created_by_key = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["period_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="one_lot_per_number"),
            models.CheckConstraint(
                condition=models.Q(baseline__isnull=True)
                | models.Q(end_value__isnull=True)
                | ~models.Q(baseline=models.F("end_value")),
                name="lot_goes_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["period", "state"])]

    def __str__(self) -> str:
        return self.title


class LotAgency(models.Model):
    """An agency that answers for a lot, with its share in hundredths of a percent."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="lots")
    share_hundredths = models.PositiveIntegerField(_("bagian"), default=10_000)
    is_lead = models.BooleanField(_("penanggung jawab"), default=False)

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "agency"], name="one_share_per_agency"),
            models.UniqueConstraint(
                fields=["lot"], condition=models.Q(is_lead=True), name="one_lead_per_lot"
            ),
            models.CheckConstraint(
                condition=models.Q(share_hundredths__gte=1, share_hundredths__lte=10_000),
                name="lot_share_is_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.agency_id}"


class Segment(models.Model):
    """A part of what the baseline counts: a district, a group of people."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="segments")
    name = models.CharField(_("segmen"), max_length=200)
    value = models.DecimalField(_("nilai"), **VALUE)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["lot", "name"], name="one_segment_per_name")]

    def __str__(self) -> str:
        return self.name


class LotFile(models.Model):
    """A file under a lot: the baseline's own, or another that supports it."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Berkas titik nol")
        SUPPORT = "support", _("Berkas pendukung")

    key = key_field()
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("keterangan"), max_length=200, blank=True)
    added_by_key = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.file)


class KnownValue(models.Model):
    """A value of the indicator known for a day: the own past, or what a peer reports."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="known_values")
    # Empty for the own past; else who it is, such as another city.
    peer = models.CharField(_("pembanding"), max_length=200, blank=True)
    day = models.DateField(_("tanggal"))
    value = models.DecimalField(_("nilai"), **VALUE)
    source = models.CharField(_("sumber"), max_length=400)

    class Meta:
        ordering = ["peer", "day"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "peer", "day"], name="one_known_value_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.day}"


class DataTest(models.Model):
    """What a data tester said of a baseline, with the values tested: never changed."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="data_tests")
    is_accepted = models.BooleanField(_("diterima"))
    reason = models.CharField(_("alasan"), max_length=1000)
    baseline = models.DecimalField(**VALUE)
    baseline_on = models.DateField()
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="data_test_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.is_accepted}"


class LotEvent(models.Model):
    """One act on a lot that moved its state, with its reason: never changed."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=12)
    state_before = models.CharField(max_length=10, blank=True)
    state_after = models.CharField(max_length=10, choices=Lot.State.choices)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("alasan"), max_length=1000, blank=True)
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.act}"
