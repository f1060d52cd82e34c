"""What a contract delivers: its years, quarters, what was reached, and with which proof."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.contracts.models.contracts import VALUE, PerformanceContract
from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Agency


class YearLink(models.Model):
    """The perjanjian kinerja of one year and the budget line that pays for the promise."""

    contract = models.ForeignKey(
        PerformanceContract, on_delete=models.PROTECT, related_name="years"
    )
    year = models.PositiveSmallIntegerField(_("tahun"))
    agreement = models.CharField(_("nomor perjanjian kinerja"), max_length=120)
    agreed_on = models.DateField(_("tanggal perjanjian kinerja"))
    budget_line = models.CharField(_("kode dan nama anggaran"), max_length=200)
    budget_rupiah = models.BigIntegerField(_("pagu"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "year"], name="one_agreement_per_year"),
            models.CheckConstraint(
                condition=models.Q(budget_rupiah__isnull=True) | models.Q(budget_rupiah__gte=0),
                name="budget_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.year}"


class QuarterTarget(models.Model):
    """The value that is due at the end of a quarter, in the unit of the contract."""

    contract = models.ForeignKey(
        PerformanceContract, on_delete=models.PROTECT, related_name="targets"
    )
    year = models.PositiveSmallIntegerField(_("tahun"))
    quarter = models.PositiveSmallIntegerField(_("triwulan"))
    value = models.DecimalField(_("target"), **VALUE)
    due_on = models.DateField(_("tenggat laporan"))

    class Meta:
        ordering = ["year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "year", "quarter"], name="one_target_per_quarter"
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__gte=1, quarter__lte=4), name="quarter_is_1_to_4"
            ),
        ]
        indexes = [models.Index(fields=["due_on"])]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.year}/{self.quarter}"


class Realisation(models.Model):
    """What was reached by the end of a quarter; counted once another person has verified it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draf")
        WAITING = "waiting", _("Menunggu verifikasi")
        RETURNED = "returned", _("Dikembalikan")
        VERIFIED = "verified", _("Terverifikasi")

    key = key_field()
    target = models.OneToOneField(
        QuarterTarget, on_delete=models.PROTECT, related_name="realisation"
    )
    value = models.DecimalField(_("capaian"), **VALUE)
    note = models.CharField(_("keterangan"), max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    given_by_key = models.CharField(max_length=64)
    waiting_since = models.DateTimeField(null=True, blank=True)
    verified_by_key = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="verified", verified_at__isnull=False)
                | (~models.Q(state="verified") & models.Q(verified_at__isnull=True)),
                name="verified_has_moment",
            )
        ]
        indexes = [models.Index(fields=["state", "waiting_since"])]

    def __str__(self) -> str:
        return f"{self.target_id} {self.value}"


class RealisationEntry(models.Model):
    """One act on a realisation, with the value it was about: never changed."""

    realisation = models.ForeignKey(Realisation, on_delete=models.PROTECT, related_name="entries")
    act = models.CharField(max_length=12)
    value = models.DecimalField(**VALUE)
    reason = models.CharField(_("alasan"), max_length=1000, blank=True)
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.realisation_id} {self.act}"


class RealisationProof(models.Model):
    """A file that proves a realisation. Taken away, it stays in the history."""

    key = key_field()
    realisation = models.ForeignKey(Realisation, on_delete=models.PROTECT, related_name="proofs")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("keterangan"), max_length=200, blank=True)
    added_by_key = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.file)


class SentReminder(models.Model):
    """A reminder of a due day that went to an agency, so that none goes twice."""

    target = models.ForeignKey(QuarterTarget, on_delete=models.CASCADE, related_name="reminders")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    # Days from the due day: negative before it, positive after.
    offset_days = models.SmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "agency", "offset_days"], name="one_reminder_per_due_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.offset_days}"
