"""The innovation itself: the profile of PP 38/2017 and the yearly guideline."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Agency, Region, Service

# Of Indonesia, in degrees; both ends included.
LATITUDES = (Decimal(-11), Decimal("6.5"))
LONGITUDES = (Decimal("94.5"), Decimal("141.5"))


class Innovation(models.Model):
    """One innovation, one record for life. Without an agency it belongs to the region."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draf")
        SUBMITTED = "submitted", _("Menunggu verifikasi")
        RETURNED = "returned", _("Dikembalikan")
        VERIFIED = "verified", _("Terverifikasi")
        PUBLISHED = "published", _("Terbit")
        RETIRED = "retired", _("Berakhir")

    class Stage(models.TextChoices):
        UNKNOWN = "unknown", _("Belum diketahui")
        INITIATIVE = "initiative", _("Inisiatif")
        TRIAL = "trial", _("Uji coba")
        IMPLEMENTATION = "implementation", _("Penerapan")

    class Initiator(models.TextChoices):
        UNKNOWN = "unknown", _("Belum diketahui")
        REGIONAL_HEAD = "regional_head", _("Kepala daerah")
        COUNCIL = "council", _("Anggota DPRD")
        CIVIL_SERVANT = "civil_servant", _("ASN")
        AGENCY = "agency", _("Perangkat daerah")
        SOCIETY = "society", _("Masyarakat")

    class Kind(models.TextChoices):
        UNKNOWN = "unknown", _("Belum diketahui")
        DIGITAL = "digital", _("Digital")
        NON_DIGITAL = "non_digital", _("Nondigital")

    class Form(models.TextChoices):
        UNKNOWN = "unknown", _("Belum diketahui")
        GOVERNANCE = "governance", _("Tata kelola pemerintahan")
        PUBLIC_SERVICE = "public_service", _("Pelayanan publik")
        OTHER = "other", _("Bentuk lainnya")

    class Origin(models.TextChoices):
        OWN = "own", _("Gagasan sendiri")
        REPLICATED = "replicated", _("Replikasi")
        SOCIETY = "society", _("Dari masyarakat")

    key = key_field()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="innovations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="innovations"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(_("nama inovasi"), max_length=250)
    # Case folding makes some letters up to three.
    normalised_name = models.CharField(max_length=750, editable=False)
    summary = models.TextField(_("ringkasan"), max_length=600, blank=True)
    summary_en = models.TextField(_("ringkasan (bahasa Inggris)"), max_length=600, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    stage = models.CharField(
        _("tahapan"), max_length=14, choices=Stage.choices, default=Stage.UNKNOWN
    )
    initiator = models.CharField(
        _("inisiator"), max_length=13, choices=Initiator.choices, default=Initiator.UNKNOWN
    )
    initiator_name = models.CharField(_("nama inisiator"), max_length=200, blank=True)
    kind = models.CharField(_("jenis"), max_length=11, choices=Kind.choices, default=Kind.UNKNOWN)
    form = models.CharField(_("bentuk"), max_length=14, choices=Form.choices, default=Form.UNKNOWN)
    origin = models.CharField(_("asal"), max_length=10, choices=Origin.choices, default=Origin.OWN)
    replicated_from = models.CharField(_("ditiru dari"), max_length=250, blank=True)
    main_affair = models.CharField(_("urusan utama"), max_length=120, blank=True)
    theme = models.CharField(_("tema"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True)
    trial_on = models.DateField(_("tanggal uji coba"), null=True, blank=True)
    implemented_on = models.DateField(_("tanggal penerapan"), null=True, blank=True)
    developed_on = models.DateField(_("tanggal pengembangan"), null=True, blank=True)
    design = models.TextField(_("rancang bangun"), max_length=20000, blank=True)
    design_words = models.PositiveIntegerField(default=0, editable=False)
    purpose = models.TextField(_("tujuan"), max_length=5000, blank=True)
    benefit = models.TextField(_("manfaat"), max_length=5000, blank=True)
    result = models.TextField(_("hasil"), max_length=5000, blank=True)
    budget_rupiah = models.PositiveBigIntegerField(_("anggaran (Rp)"), null=True, blank=True)
    budget_note = models.CharField(_("sumber anggaran"), max_length=250, blank=True)
    latitude = models.DecimalField(
        _("lintang"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("bujur"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    video_link = models.URLField(_("tautan video"), max_length=300, blank=True)
    # Mostly a link, but a printed newspaper is a source as well.
    source = models.CharField(_("sumber"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by_key = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # What everybody still reads while a later edition is being prepared; empty while the row
    # itself is what is published, or nothing is.
    public_revision = models.ForeignKey(
        "registry.Revision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            # Two halves: SQLite makes no constraint that takes an empty column for a value.
            models.UniqueConstraint(
                fields=["region", "agency", "normalised_name"],
                condition=models.Q(agency__isnull=False),
                name="one_name_in_an_agency",
            ),
            models.UniqueConstraint(
                fields=["region", "normalised_name"],
                condition=models.Q(agency__isnull=True),
                name="one_name_in_a_region",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True)
                | models.Q(latitude__gte=LATITUDES[0], latitude__lte=LATITUDES[1]),
                name="latitude_in_indonesia",
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True)
                | models.Q(longitude__gte=LONGITUDES[0], longitude__lte=LONGITUDES[1]),
                name="longitude_in_indonesia",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state"]),
            models.Index(fields=["agency", "state"]),
            models.Index(fields=["region", "-changed_at"]),
            models.Index(fields=["agency", "-changed_at"]),
            models.Index(fields=["state", "name"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_linked_source(self) -> bool:
        """Say whether the source can be followed."""
        return str(self.source).startswith(("https://", "http://"))


class InnovationAffair(models.Model):
    """A touching affair (urusan beririsan) beside the main one."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="affairs")
    affair = models.CharField(max_length=120)

    class Meta:
        ordering = ["affair"]
        constraints = [
            models.UniqueConstraint(fields=["innovation", "affair"], name="one_touching_affair")
        ]

    def __str__(self) -> str:
        return self.affair
