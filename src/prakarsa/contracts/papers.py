"""A text as the paper people file: contract, integrity pact, signatures, and how to check it.

It is official Indonesian in the region's own time, whoever takes it: it is the same paper.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from prakarsa.accounts.pictures import square_code
from prakarsa.contracts.models import ContractVersion
from prakarsa.contracts.queries import TextState, text_states, turn_of, versions_of
from prakarsa.contracts.showing.texts import (
    PlaceLine,
    kind_words,
    lines_of,
    party_lines,
    place_lines,
)
from prakarsa.formats.papers import render_pdf
from prakarsa.foundation.writing import moment

PAPER = "contracts/contract"


def paper_name(version: ContractVersion) -> str:
    """Return the name of the file, without what stands behind the dot."""
    return f"kontrak-kinerja-{version.contract.key}-{version.number}"


def contract_paper(version: ContractVersion) -> bytes:
    """Return a text as PDF; the same text with the same signatures gives the same bytes."""
    zone = ZoneInfo(version.contract.region.zone)
    with translation.override("id"), timezone.override(zone):
        values = paper_values(version)
        signed = [each.signed_at for each in version.signatures.all()]
        return render_pdf(PAPER, values, at=max(signed, default=version.created_at))


def paper_values(version: ContractVersion) -> dict[str, Any]:
    """Return everything the paper says, as plain values."""
    turn, address = turn_of(version), check_address(version)
    text = turn.text
    return {
        "title": _("Kontrak Kinerja dan Pakta Integritas"),
        "office": _("Pemerintah %s") % text.setting.region,
        "lead": text.title,
        "printed": _("Sidik naskah (SHA-256): %s") % version.sha256,
        "language": "id",
        "notes": _notes(version),
        "kind": kind_words(text),
        "facts": [[line.label, line.value] for line in lines_of(text)],
        "parties_heading": _("Para pihak"),
        "parties": _parties(version),
        "pledge_heading": _("Pakta integritas"),
        "pledge_lead": _("Dengan menandatangani naskah ini, kami menyatakan:"),
        "pledge": list(text.pledge),
        "signatures_heading": _("Tanda tangan"),
        "signatures": [_signature(line) for line in place_lines(turn, is_waiting=False)],
        "check": _("Keaslian dan keberlakuan naskah ini dapat diperiksa siapa pun di:"),
        "address": address,
        "sha256": version.sha256,
        "code": _drawing(address),
        "code_label": _("Kode QR menuju halaman pemeriksaan naskah ini"),
    }


def check_address(version: ContractVersion) -> str:
    """Return the whole address of the public page that tells of this text."""
    path = reverse("contracts:checked", args=[version.sha256])
    return settings.PRAKARSA_ADDRESS.rstrip("/") + path


def _notes(version: ContractVersion) -> list[str]:
    """Return what a reader must know first: an example, not signed yet, replaced, taken back."""
    contract = version.contract
    state = text_states(contract, list(versions_of(contract)))[version.pk]
    notes = []
    if contract.region.is_example:
        notes.append(_("%s adalah daerah rekaan; semua isinya contoh.") % contract.region.name)
    if state is not TextState.IN_FORCE:
        notes.append(_("Keadaan naskah ini: %s.") % str(state.label))
    return notes


def _parties(version: ContractVersion) -> dict[str, Any]:
    text = turn_of(version).text
    rows = [
        [line.name, line.office, _("ya") if line.is_lead else "", line.share]
        for line in party_lines(text)
    ]
    rows.append([_("Pemerintah %s") % text.setting.region, text.head_office, "", ""])
    heads = [_("Pihak"), _("Penanda tangan"), _("Penanggung jawab"), _("Bagian")]
    return {"heads": heads, "rows": rows}


def _signature(line: PlaceLine) -> list[str]:
    """Return the office, the name and when it was signed."""
    if line.signature is None:
        return [line.office, "", _("Belum ditandatangani")]
    when = _("Ditandatangani secara elektronik, %s") % moment(line.signature.signed_at)
    return [line.office, line.signature.name, when]


def _drawing(address: str) -> str:
    code = square_code(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.size} {code.size}">'
        f'<path d="{code.path}" fill="#000"/></svg>'
    )
