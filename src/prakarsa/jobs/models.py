"""One row per piece of long work; the row is the queue, the lease and the receipt."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import key_field
from prakarsa.foundation.logs import current_request
from prakarsa.organisations.models import Membership, Region


class Job(models.Model):
    """Work of a registered kind, with plain parameters and a result that can be found again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Sedang berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")
        CANCELLED = "cancelled", _("Dibatalkan")

    key = key_field()
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    # The seat the work is done in; a job never has more rights than the person who asked.
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    parameters = models.JSONField(default=dict)
    idempotency_key = models.CharField(max_length=100, unique=True)
    # The request that asked for it: log, audit and mails of the job carry the same code.
    request_id = models.CharField(max_length=32, blank=True, default=current_request)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    # One claim, one token: a worker that wakes up late holds a token that counts no more.
    lease_owner = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    # What each effect returned, written in the effect's own transaction: so it happens once.
    effects = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    result_file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True)
    file_expires_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "run_after"]),
            models.Index(fields=["person", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        """Say whether a worker still has to do something with it."""
        return self.state in OPEN_STATES


OPEN_STATES = (Job.State.WAITING, Job.State.RUNNING)
