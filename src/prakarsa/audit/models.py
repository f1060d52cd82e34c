"""The audit chain: entries that never change, and payloads that may be erased."""

from __future__ import annotations

from django.db import models


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
        indexes = [
            models.Index(fields=["target_kind", "target_key"]),
            models.Index(fields=["actor_key"]),
            models.Index(fields=["region_code", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"


class AuditPayload(models.Model):
    """What changed, with the salt of its digest. Erasing it leaves the chain whole."""

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=32)
    body = models.JSONField(null=True)
    address = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"payload {self.entry_id}"


class ChainHead(models.Model):
    """The one row that every writer locks, so the chain has no fork and no gap."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_head")]

    def __str__(self) -> str:
        return f"head {self.sequence}"
