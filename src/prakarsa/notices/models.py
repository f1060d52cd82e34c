"""A message to one person, how it is to be sent, and the mail that was."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.letters import SUBJECTS
from prakarsa.accounts.models import Letter, Person
from prakarsa.foundation.keys import key_field


class Topic(models.TextChoices):
    """What a message is about; people choose per topic how it reaches them."""

    PROOF = "proof", _("Bukti dan verifikasi")
    TARGET = "target", _("Target dan pengingat")
    AUCTION = "auction", _("Lelang dan kontrak kinerja")
    JOB = "job", _("Pekerjaan selesai")
    ACCOUNT = "account", _("Akun dan keamanan")


class Delivery(models.TextChoices):
    """How a message also reaches its person by e-mail."""

    AT_ONCE = "at_once", _("Segera")
    DIGEST = "digest", _("Ringkasan harian")
    NEVER = "never", _("Tidak dikirim")


class Notice(models.Model):
    """One message. Title and body are written in the recipient's language, with their rights."""

    key = key_field()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=1000, blank=True)
    # What was written stays in the language its reader had then; a reader of pages must know it.
    language = models.CharField(max_length=5, default="id")
    link = models.CharField(max_length=300, blank=True)
    # The same event for the same person is one message, however often an act is repeated.
    event_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # How it was to be mailed when it was written, and the mail that carried it.
    delivery = models.CharField(max_length=8, choices=Delivery.choices, default=Delivery.NEVER)
    mail = models.ForeignKey("Mail", on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "read_at"]),
            models.Index(fields=["delivery", "mail"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "event_key"], name="one_notice_per_event")
        ]

    def __str__(self) -> str:
        return f"notice {self.key}"


class Preference(models.Model):
    """How one person wants one topic by e-mail; without a row the topic's default counts."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="preferences")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    delivery = models.CharField(max_length=8, choices=Delivery.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_preference_per_topic")
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.delivery}"


class Mail(models.Model):
    """The outbox: one recipient each, sent once, shown on screen in the demo.

    What we tell people is written when it happens, letters of the account when they leave.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        SENT = "sent", _("Terkirim")
        FAILED = "failed", _("Gagal")
        # Nobody was to get it any more: no such account, a second click, an account closed since.
        DROPPED = "dropped", _("Tidak perlu dikirim")

    key = key_field()
    # Nobody, when a letter goes to an address that need not belong to an account.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    # Empty: the address that the person has at the moment of sending.
    address = models.EmailField(blank=True)
    # A letter of the account by its kind, the row that holds its link's digest, and what makes two
    # askings the same.
    kind = models.CharField(max_length=20, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    # Kept until it is sent, in the demo until it is swept.
    body = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["fingerprint"]),
            models.Index(fields=["state", "id"]),
        ]

    def __str__(self) -> str:
        return f"mail {self.key}"

    @property
    def title(self) -> str:
        """Return the subject; that of a letter which is still to be written, by its kind."""
        return self.subject or str(SUBJECTS.get(self.kind, ""))

    @property
    def recipient(self) -> str:
        """Return where it goes: for the demo's screen and the mail itself, for nothing else."""
        return self.address or (self.person.email if self.person else "")
