"""Put a file that was certified elsewhere beside the text it is of."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.contracts.actions.moves import lock_row, record_contract
from prakarsa.contracts.models import ContractVersion, ExternalSignature
from prakarsa.contracts.permissions import can_attach
from prakarsa.files.actions import keep_prepared
from prakarsa.files.models import StoredFile
from prakarsa.files.receiving import Prepared
from prakarsa.formats.inspection import kind_of_name
from prakarsa.formats.kinds import Kind
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat

KINDS = frozenset({Kind.PDF})
MOST_FILES = 12


@transaction.atomic
def attach_external(
    *, seat: Seat, version: ContractVersion, prepared: Prepared, note: str, at: datetime
) -> ExternalSignature:
    """Keep a prepared PDF and its hash beside a text; the same bytes again give the first.

    Raises PermissionDenied, `Refused` for another kind of file, ValidationError for a text that
    was taken back or has enough files.
    """
    contract = lock_row(version.contract)
    if not can_attach(seat, contract, on=seat.today(at)):
        raise PermissionDenied
    known = version.external_signatures.filter(sha256=prepared.sha256).first()
    if known is not None:
        prepared.discard()
        return known
    kind_of_name(prepared.inspected.name, KINDS)
    _refuse_where_none_belongs(version)
    stored = keep_prepared(
        seat=seat,
        prepared=prepared,
        purpose=StoredFile.Purpose.ATTACHMENT,
        region=contract.region,
        agency=seat.agency if seat.role in AGENCY_ROLES else None,
        at=at,
    )
    external = ExternalSignature.objects.create(
        version=version, file=stored, sha256=stored.sha256, note=note,
        added_by_key=seat.actor.key, added_at=at,
    )  # fmt: skip
    facts = {"version": version.number, "file": stored.key, "sha256": stored.sha256}
    record_contract(seat=seat, contract=contract, act="external_added", at=at, after=facts)
    return external


def _refuse_where_none_belongs(version: ContractVersion) -> None:
    if hasattr(version, "taken_back"):
        raise ValidationError(_("Naskah ini dibatalkan, jadi tidak menerima berkas lagi."))
    if version.external_signatures.count() >= MOST_FILES:
        text = _("Paling banyak %d berkas untuk satu naskah.")
        raise ValidationError(text % MOST_FILES)
