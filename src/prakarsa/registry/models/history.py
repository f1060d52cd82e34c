"""What happened to an innovation: revisions, yearly submissions, notes of return."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.registry.models.innovation import Innovation


class Revision(models.Model):
    """The whole profile after one act; differences are computed from two neighbours."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=80)
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    snapshot = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["innovation", "number"], name="one_revision_number")
        ]
        # Whether somebody wrote a profile is asked of each innovation in a verifier's queue.
        indexes = [
            models.Index(fields=["actor_key", "act", "innovation"], name="revision_by_actor")
        ]

    def __str__(self) -> str:
        return f"{self.innovation_id} r{self.number}"


class Submission(models.Model):
    """What an innovation reports in one edition (year); proof and levels hang on it."""

    key = models.CharField(max_length=30, unique=True, editable=False)
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="submissions")
    edition_year = models.PositiveSmallIntegerField(_("edisi"))
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    # Field and indicator names that must be renewed after carrying over, until they are.
    to_renew = models.JSONField(default=list)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    # A carried draft that was called off keeps its row: the ledger under it is never erased.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    # What the edition judges it by, as it was handed in: a profile that changes later, returned or
    # carried over, moves no index. Without words nothing was frozen, and the innovation tells.
    reported_words = models.PositiveIntegerField(null=True, blank=True)
    reported_affair = models.CharField(max_length=120, blank=True)
    reported_implemented_on = models.DateField(null=True, blank=True)
    reported_developed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-edition_year"]
        constraints = [
            models.UniqueConstraint(fields=["innovation", "edition_year"], name="one_submission")
        ]
        indexes = [models.Index(fields=["edition_year", "submitted_at"])]

    def __str__(self) -> str:
        return f"{self.innovation_id} {self.edition_year}"


class ReturnNote(models.Model):
    """Why an innovation was returned, about which part, and whether that is done."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="notes")
    about = models.CharField(max_length=40, blank=True)
    text = models.CharField(_("catatan"), max_length=1000)
    author_key = models.CharField(max_length=64)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"note {self.pk}"
