"""The audit chain: entries that never change, and payloads that may be erased."""

from __future__ import annotations

from django.db import models

START = "0" * 64


class AuditEntry(models.Model):
    """One act. The digest covers all columns, the payload's digest and the entry before."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=60)
    target_key = models.CharField(max_length=64)
    region_code = models.CharField(max_length=8, blank=True)
    request_id = models.CharField(max_length=32)
    payload_digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        # The auditor's page: one region, newest first, narrowed by each of its filters.
        indexes = [
            models.Index(fields=["region_code", "sequence"]),
            models.Index(fields=["region_code", "act", "sequence"]),
            models.Index(fields=["region_code", "target_kind", "sequence"]),
            models.Index(fields=["region_code", "at"]),
            models.Index(fields=["target_kind", "target_key"]),
            models.Index(fields=["actor_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"


class AuditPayload(models.Model):
    """What changed, with the salt of its digest. Erasing all three leaves the chain whole."""

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=32, blank=True)
    body = models.JSONField(null=True)
    address = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"payload {self.entry_id}"

    @property
    def is_erased(self) -> bool:
        """Say whether nothing is left of it; a person's right to erasure allows no less."""
        return self.body is None and not self.salt and not self.address


class ChainHead(models.Model):
    """The one row that every writer locks, so the chain has no fork and no gap."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_head")]

    def __str__(self) -> str:
        return f"head {self.sequence}"
