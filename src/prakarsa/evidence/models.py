"""An answer to one indicator, its evidence, and the ledger of its four levels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Submission

# Reasons of entries that nobody gave words to: kept in the ledger, not worth showing.
CLAIMED_WITHOUT_NOTE = "Diklaim tanpa keterangan."
SUPPORTED_AS_CLAIMED = "Bukti mendukung klaim."
LEVELS = models.Q(level_after__gte=0, level_after__lte=3)


class Answer(models.Model):
    """One indicator of one submission (16-35), or one row of the region (1-15, no submission).

    The level columns repeat the newest ledger entry of their kind; the database refuses an
    update that says anything else. Points are weight times level in hundredths, by the rule.
    """

    class State(models.TextChoices):
        EMPTY = "empty", _("Belum diisi")
        DRAFT = "draft", _("Draf")
        WAITING = "waiting", _("Menunggu")
        RETURNED = "returned", _("Dikembalikan")
        VERIFIED = "verified", _("Terverifikasi")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="answers")
    edition_year = models.PositiveSmallIntegerField()
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    indicator = models.CharField(max_length=4)
    state = models.CharField(max_length=8, choices=State.choices, default=State.EMPTY)
    note = models.CharField(_("keterangan"), max_length=2000, blank=True)
    evidence_year = models.PositiveSmallIntegerField(_("tahun bukti"), null=True, blank=True)
    basis = models.CharField(_("dasar penilaian"), max_length=40, blank=True)
    scale = models.CharField(_("skala"), max_length=20, blank=True)
    number = models.DecimalField(_("angka"), max_digits=18, decimal_places=4, null=True, blank=True)
    claimed_level = models.PositiveSmallIntegerField(null=True, blank=True)
    supported_level = models.PositiveSmallIntegerField(null=True, blank=True)
    verified_level = models.PositiveSmallIntegerField(null=True, blank=True)
    final_level = models.PositiveSmallIntegerField(null=True, blank=True)
    claimed_points_hundredths = models.PositiveIntegerField(default=0)
    supported_points_hundredths = models.PositiveIntegerField(default=0)
    verified_points_hundredths = models.PositiveIntegerField(default=0)
    final_points_hundredths = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    waiting_since = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator"],
                condition=models.Q(submission__isnull=False),
                name="one_answer_per_indicator",
            ),
            models.UniqueConstraint(
                fields=["region", "edition_year", "indicator"],
                condition=models.Q(submission__isnull=True),
                name="one_region_answer_per_row",
            ),
        ]
        indexes = [
            # A region's queue is read, counted and grouped from this index alone.
            models.Index(
                fields=[
                    "region", "edition_year", "state", "waiting_since", "submission", "indicator",
                ],
                name="answer_queue",
            ),
            models.Index(fields=["state", "waiting_since"]),
            # The sums of a region's edition are read from this index alone.
            models.Index(
                fields=[
                    "region", "edition_year", "submission", "indicator", "state",
                    "claimed_level", "verified_level", "final_level",
                    "claimed_points_hundredths", "supported_points_hundredths",
                    "verified_points_hundredths", "final_points_hundredths",
                ],
                name="answer_sums",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.submission_id or self.region_id} no. {self.indicator}"


class AnswerSums(models.Model):
    """What the answers of one submission add up to: the database writes it with each of them.

    Nobody else does, so it is never older than they are. Points are hundredths; the codes of the
    indicators with a level above 0 stand in their order, with a space between two.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="sums"
    )
    claimed_hundredths = models.PositiveIntegerField()
    supported_hundredths = models.PositiveIntegerField()
    verified_hundredths = models.PositiveIntegerField()
    final_hundredths = models.PositiveIntegerField()
    final_levels = models.PositiveSmallIntegerField()
    returned_answers = models.PositiveSmallIntegerField()
    claimed_codes = models.CharField(max_length=400)
    verified_codes = models.CharField(max_length=400)

    def __str__(self) -> str:
        return f"{self.submission_id}"


class Proof(models.Model):
    """A file or a link under an answer. Taken away, it stays in the history."""

    key = key_field()
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="proofs")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True)
    link = models.URLField(_("tautan"), max_length=500, blank=True)
    caption = models.CharField(_("keterangan"), max_length=200, blank=True)
    # Where a level asks for several years each file has its own; else the answer's year counts.
    year = models.PositiveSmallIntegerField(_("tahun berkas"), null=True, blank=True)
    added_by_key = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_by_key = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False, link="")
                | (models.Q(file__isnull=True) & ~models.Q(link="")),
                name="proof_is_file_or_link",
            )
        ]
        # Whether somebody gave a proof is asked of each answer in a queue.
        indexes = [models.Index(fields=["added_by_key", "answer"], name="proof_by_giver")]

    def __str__(self) -> str:
        return self.caption or self.link or str(self.file)


class LevelEntry(models.Model):
    """One change of one of the four levels: never updated, never deleted."""

    class Kind(models.TextChoices):
        CLAIMED = "claimed", _("Klaim")
        SUPPORTED = "supported", _("Didukung bukti")
        VERIFIED = "verified", _("Terverifikasi")
        FINAL = "final", _("Nilai akhir kementerian")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    level_before = models.PositiveSmallIntegerField(null=True, blank=True)
    level_after = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=1000)
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level_after__isnull=True) | LEVELS, name="level_is_0_to_3"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="level_has_reason"),
        ]
        indexes = [models.Index(fields=["actor_key", "kind", "answer"], name="level_by_actor")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.kind} {self.level_after}"
