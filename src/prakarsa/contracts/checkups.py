"""What the doctor asks of contracts: texts are kept, and nothing is half signed or half held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.contracts.content import digest, places_of, read_text
from prakarsa.contracts.models import ContractVersion, PerformanceContract, Signature
from prakarsa.contracts.queries.versions import WAITING_STATES
from prakarsa.foundation.append_only import guards_missing
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault
from prakarsa.rules.contract.shares import WHOLE_HUNDREDTHS

TABLES: tuple[str, ...] = import_module("prakarsa.contracts.migrations.0002_append_only").TABLES
PIECE = 500


@checkup(
    "contracts.contracts",
    label=gettext_lazy("Kontrak kinerja"),
    proves=gettext_lazy("Setiap kontrak yang berjalan ditandatangani, dan naskahnya tetap."),
)
def examine_contracts(_examination: Examination) -> Iterator[Finding]:
    """Compare the state of each contract with its signatures and shares; look for the guards."""
    remedy = _("Jangan ubah apa pun. Bandingkan dengan cadangan dan jejak audit.")
    if count := unsigned_but_running().count():
        yield fault(_("%d kontrak berjalan tanpa naskah yang ditandatangani.") % count, remedy)
    texts = list(_texts())
    if wrong := _half_signed(texts):
        yield fault(_("%d kontrak setengah ditandatangani.") % len(wrong), remedy)
    if count := half_held().count():
        yield fault(_("Bagian pemegang %d kontrak tidak berjumlah 100%%.") % count, remedy)
    if count := sum(not each.is_own_hash for each in texts):
        yield fault(_("%d naskah tidak cocok dengan sidiknya.") % count, remedy)
    for name in guards_missing(TABLES):
        what = _("Pengaman %s tidak ada atau dimatikan.") % name
        yield fault(what, _("Jalankan prakarsa migrate, lalu cari siapa yang mematikannya."))


def unsigned_but_running() -> QuerySet[PerformanceContract]:
    """Return the contracts past signing whose first version nobody signed."""
    signed = Signature.objects.filter(version__contract=OuterRef("pk"))
    rows = PerformanceContract.objects.exclude(state=PerformanceContract.State.SIGNING)
    return rows.filter(~Exists(signed))


def half_held() -> QuerySet[PerformanceContract]:
    """Return the contracts whose last holders have not the whole, or not one lead."""
    last = Q(holders__valid_until=None)
    rows = PerformanceContract.objects.order_by().annotate(
        held=Sum("holders__share_hundredths", filter=last),
        leads=Count("holders", filter=last & Q(holders__is_lead=True)),
    )
    return rows.exclude(held=WHOLE_HUNDREDTHS, leads=1)


def half_signed() -> set[int]:
    """Return the contracts one of whose texts has not the signatures that its state says."""
    return _half_signed(_texts())


def _half_signed(texts: Iterable[_Examined]) -> set[int]:
    found, newest = set(), set()
    for each in texts:
        is_waiting = each.contract_id not in newest and each.is_kept and each.state_waits
        if each.is_kept:
            newest.add(each.contract_id)
        if each.is_complete == (is_waiting or not each.is_kept):
            found.add(each.contract_id)
    return found


class _Examined:
    """One text as the doctor looks at it."""

    def __init__(self, version: ContractVersion) -> None:
        self.contract_id = version.contract_id
        self.is_kept = not hasattr(version, "taken_back")
        self.state_waits = version.contract.state in WAITING_STATES
        self.is_own_hash = digest(version.content) == version.sha256
        places = len(places_of(read_text(version.content)))
        self.is_complete = vars(version)["signed"] == places


def _texts() -> Iterator[_Examined]:
    """Give all texts, the newest of each contract first."""
    rows = ContractVersion.objects.select_related("contract", "taken_back")
    rows = rows.annotate(signed=Count("signatures")).order_by("contract_id", "-number")
    for version in rows.iterator(chunk_size=PIECE):
        yield _Examined(version)
