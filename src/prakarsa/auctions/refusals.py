"""Why an act on a lot is refused, in words for whoever tried it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot, LotEvent
from prakarsa.auctions.states import DONE, Act
from prakarsa.foundation.writing import moment


class TooLate(ValidationError):
    """Somebody else acted on the lot after the page was opened; nothing was written."""

    def __init__(self, lot: Lot) -> None:
        self.lot = lot
        last = LotEvent.objects.filter(lot=lot).order_by("-pk").first()
        super().__init__(_told(last), code="stale")


def _told(last: LotEvent | None) -> str:
    if last is None:
        return _("Lot ini berubah sejak Anda membukanya. Muat ulang halaman ini.")
    text = _("Lot ini berubah sejak Anda membukanya: %(what)s, %(when)s. Muat ulang halaman ini.")
    return text % {"what": DONE[Act(last.act)], "when": moment(last.at)}


class NotNow(ValidationError):
    """The state of the lot does not allow the act; nothing was written."""

    def __init__(self, lot: Lot) -> None:
        text = _("Langkah ini tidak dapat dilakukan: lot ini sekarang “%s”.")
        super().__init__(text % lot.get_state_display(), code="state")
