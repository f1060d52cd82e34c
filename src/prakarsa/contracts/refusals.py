"""Why an act on a contract is refused, in words for whoever tried it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prakarsa.contracts.models import PerformanceContract, Signature
from prakarsa.foundation.writing import moment


class TooLate(ValidationError):
    """Somebody else acted on the contract after the page was opened; nothing was written."""

    def __init__(self, contract: PerformanceContract) -> None:
        self.contract = contract
        text = _(
            "Kontrak ini berubah sejak Anda membukanya, terakhir %(when)s, dan sekarang "
            "“%(state)s”. Muat ulang halaman ini."
        )
        words = {"when": moment(contract.changed_at), "state": contract.get_state_display()}
        super().__init__(text % words, code="stale")


class NotNow(ValidationError):
    """The state of the contract does not allow the act; nothing was written."""

    def __init__(self, contract: PerformanceContract) -> None:
        text = _("Langkah ini tidak dapat dilakukan: kontrak ini sekarang “%s”.")
        super().__init__(text % contract.get_state_display(), code="state")


class OtherText(ValidationError):
    """What was shown is not what would be signed now; nothing was signed."""

    def __init__(self) -> None:
        text = _(
            "Naskahnya bukan lagi yang Anda baca. Baca naskah yang sekarang, lalu tanda tangani."
        )
        super().__init__(text, code="other_text")


class AlreadySigned(ValidationError):
    """Somebody else has signed on this place meanwhile."""

    def __init__(self, signature: Signature) -> None:
        text = _("Tempat ini sudah ditandatangani %(name)s pada %(when)s.")
        words = {"name": signature.name, "when": moment(signature.signed_at)}
        super().__init__(text % words, code="signed")


class NotYourTurn(ValidationError):
    """Signatures come in their order, and another one comes first."""

    def __init__(self, office: str) -> None:
        text = _("Tanda tangan diberikan berurutan. Sekarang giliran %s.")
        super().__init__(text % office, code="turn")
