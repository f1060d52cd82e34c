"""The roles a person can sit in; what each may read is the table in `organisations.roles`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership makes of a person."""

    PLATFORM_ADMIN = "platform_admin", _("Administrator sistem")
    SECRETARIAT = "secretariat", _("Sekretariat inovasi")
    VERIFIER = "verifier", _("Verifikator")
    OPERATOR = "operator", _("Operator")
    EMPLOYEE = "employee", _("Inovator")
    AGENCY_HEAD = "agency_head", _("Kepala perangkat daerah")
    MAYOR = "mayor", _("Kepala daerah")
    SECRETARY = "secretary", _("Sekretaris daerah")
    PANEL = "panel", _("Panel")
    HR = "hr", _("Kepegawaian")
    FINANCE = "finance", _("Keuangan")
    AUDITOR = "auditor", _("Inspektorat")
    PUBLIC = "public", _("Publik")
