"""A contract, its versions as they were signed, who holds it, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.auctions.models import Lot
from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import ENDS_AFTER_START, Agency, Region

VALUE: dict[str, Any] = {"max_digits": 18, "decimal_places": 4}


class PerformanceContract(models.Model):
    """What was agreed on one lot; its states and acts are the table in `states`."""

    class State(models.TextChoices):
        SIGNING = "signing", _("Menunggu tanda tangan")
        RUNNING = "running", _("Berjalan")
        AMENDING = "amending", _("Adendum menunggu tanda tangan")
        MEASURED = "measured", _("Ukuran akhir menunggu verifikasi")
        JUDGED = "judged", _("Selesai diukur")
        CLOSED = "closed", _("Ditutup")

    key = key_field()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="contracts")
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="contract")
    number = models.CharField(_("nomor kontrak"), max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SIGNING)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["region_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="one_contract_per_number")
        ]
        indexes = [models.Index(fields=["region", "state"])]

    def __str__(self) -> str:
        return self.number


class ContractVersion(models.Model):
    """The terms of one signed or still unsigned text: written once, never changed.

    `content` is the canonical JSON that is shown, printed and signed; `sha256` is its digest. The
    columns repeat what sums and boards ask for.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Kontrak")
        ADDENDUM = "addendum", _("Adendum")
        SUCCESSION = "succession", _("Pengalihan")

    key = key_field()
    contract = models.ForeignKey(
        PerformanceContract, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("versi"))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    indicator = models.CharField(_("indikator"), max_length=300)
    definition = models.TextField(_("definisi operasional"), max_length=2000, blank=True)
    unit = models.CharField(_("satuan"), max_length=60)
    direction = models.CharField(_("arah"), max_length=6, choices=Lot.Direction.choices)
    baseline = models.DecimalField(_("titik nol"), **VALUE)
    baseline_on = models.DateField(_("tanggal titik nol"))
    end_value = models.DecimalField(_("titik akhir"), **VALUE)
    end_on = models.DateField(_("tanggal titik akhir"))
    reason = models.CharField(_("alasan"), max_length=1000, blank=True)
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    actor_key = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_contract_version"),
            models.CheckConstraint(
                condition=~models.Q(baseline=models.F("end_value")), name="contract_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.number}"


class VersionEnd(models.Model):
    """An unsigned version that was taken back: never changed, and never signed afterwards."""

    version = models.OneToOneField(
        ContractVersion, on_delete=models.PROTECT, related_name="taken_back"
    )
    reason = models.CharField(_("alasan"), max_length=1000)
    actor_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.version_id)


class Signature(models.Model):
    """One signature under one version, in its place of the order: never changed."""

    version = models.ForeignKey(
        ContractVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    order = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=40)
    # As they stood under the text on that day, whatever becomes of person and agency.
    name = models.CharField(max_length=200)
    office = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    # When the person last proved who they are before signing.
    proved_at = models.DateTimeField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="one_signature_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.order}"


class ExternalSignature(models.Model):
    """A file that was certified elsewhere, such as by BSrE, kept beside the version it is of."""

    key = key_field()
    version = models.ForeignKey(
        ContractVersion, on_delete=models.PROTECT, related_name="external_signatures"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    added_by_key = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.sha256


class Holder(models.Model):
    """An agency that answers for a contract, from one day until (not including) another."""

    contract = models.ForeignKey(
        PerformanceContract, on_delete=models.PROTECT, related_name="holders"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="held_contracts")
    share_hundredths = models.PositiveIntegerField(_("bagian"))
    is_lead = models.BooleanField(_("penanggung jawab"), default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    # From whom the share came, where the agency is an heir.
    inherited_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="heirs"
    )

    class Meta:
        ordering = ["-is_lead", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "agency", "valid_from"], name="one_holding_per_start"
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="holding_ends_after_start"),
            models.CheckConstraint(
                condition=models.Q(share_hundredths__gte=1, share_hundredths__lte=10_000),
                name="holding_is_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.agency_id}"


class Outcome(models.Model):
    """The final measure of a contract, what the rule says of it, and what is proposed.

    Nothing follows by itself: `proposal` is for the people who decide on rewards and sanctions.
    """

    class Result(models.TextChoices):
        FULFILLED = "fulfilled", _("Terpenuhi")
        PARTLY = "partly", _("Terpenuhi sebagian")
        MISSED = "missed", _("Tidak terpenuhi")

    class Proposal(models.TextChoices):
        NONE = "none", _("Tidak ada")
        REWARD = "reward", _("Usul penghargaan")
        REVIEW = "review", _("Usul telaah")

    contract = models.OneToOneField(
        PerformanceContract, on_delete=models.PROTECT, related_name="outcome"
    )
    measured = models.DecimalField(_("nilai akhir"), **VALUE)
    measured_on = models.DateField(_("tanggal ukur"))
    note = models.CharField(_("cara mengukur"), max_length=1000)
    given_by_key = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    verified_by_key = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_reason = models.CharField(_("alasan"), max_length=1000, blank=True)
    # Known once verified: the result by the rule of `book`, and the progress in hundredths of %.
    result = models.CharField(max_length=9, choices=Result.choices, blank=True)
    progress_hundredths = models.BigIntegerField(null=True, blank=True)
    book = models.CharField(max_length=40, blank=True)
    # UU 23/2014 art. 389: an adopted innovation that failed honestly is no ground for a sanction.
    is_honest_failure = models.BooleanField(_("gagal secara jujur"), default=False)
    honest_reason = models.CharField(_("alasan"), max_length=2000, blank=True)
    honest_by_key = models.CharField(max_length=64, blank=True)
    proposal = models.CharField(max_length=6, choices=Proposal.choices, blank=True)
    proposal_reason = models.CharField(max_length=1000, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_honest_failure=False)
                | (~models.Q(honest_reason="") & ~models.Q(proposal="review")),
                name="honest_failure_is_shielded",
            ),
            models.CheckConstraint(
                condition=models.Q(result="", verified_at__isnull=True)
                | (~models.Q(result="") & models.Q(verified_at__isnull=False)),
                name="outcome_is_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.result}"
