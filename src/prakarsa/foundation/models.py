"""How often somebody asked for something dear, for all web processes together."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """One visitor's count in one window of time; the visitor is a keyed digest."""

    bucket = models.CharField(max_length=64)
    # Seconds since 1970, a whole number of windows.
    started_at = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["started_at"])]
        constraints = [models.UniqueConstraint(fields=["bucket", "started_at"], name="one_tally")]

    def __str__(self) -> str:
        return f"tally {self.pk}"
