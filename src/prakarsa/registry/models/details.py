"""What belongs to an innovation: partners, awards, measured benefits, attachments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.files.models import StoredFile
from prakarsa.registry.models.innovation import Innovation


class Partner(models.Model):
    """An actor who took part. The list of kinds grows with the trade (hexahelix and more)."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Pemerintah")
        CAMPUS = "campus", _("Perguruan tinggi")
        COMPANY = "company", _("Dunia usaha")
        COMMUNITY = "community", _("Komunitas")
        MEDIA = "media", _("Media")
        BANK = "bank", _("Perbankan")
        OTHER = "other", _("Lainnya")

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="partners")
    kind = models.CharField(_("jenis mitra"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("nama mitra"), max_length=200)
    part = models.CharField(_("peran mitra"), max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Award(models.Model):
    """An award with its year and where that is published."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="awards")
    name = models.CharField(_("penghargaan"), max_length=200)
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=500, blank=True)

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "name", "year"],
                condition=models.Q(year__isnull=False),
                name="one_award_per_year",
            ),
            models.UniqueConstraint(
                fields=["innovation", "name"],
                condition=models.Q(year__isnull=True),
                name="one_award_without_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeasuredBenefit(models.Model):
    """What got better, measured: before and after, each with its date, and how it was measured."""

    class Direction(models.TextChoices):
        HIGHER = "higher", _("Makin tinggi makin baik")
        LOWER = "lower", _("Makin rendah makin baik")

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="benefits")
    measure = models.CharField(_("yang diukur"), max_length=200)
    unit = models.CharField(_("satuan"), max_length=60)
    direction = models.CharField(_("arah"), max_length=6, choices=Direction.choices)
    baseline = models.DecimalField(_("nilai awal"), max_digits=18, decimal_places=4)
    baseline_on = models.DateField(_("tanggal nilai awal"))
    result = models.DecimalField(_("nilai hasil"), max_digits=18, decimal_places=4)
    result_on = models.DateField(_("tanggal nilai hasil"))
    method = models.CharField(_("cara mengukur"), max_length=600)
    source = models.CharField(_("sumber data"), max_length=400)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result_on__gte=models.F("baseline_on")),
                name="result_after_baseline",
            )
        ]

    def __str__(self) -> str:
        return self.measure


class Attachment(models.Model):
    """A file of the profile that is no proof of an indicator."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    caption = models.CharField(_("keterangan"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.caption or str(self.file)
