"""What the doctor asks of the accounts: second factors can be opened and are known."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.accounts.models import Factor, Person
from prakarsa.accounts.sealing import Unreadable, reseal
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice


@checkup(
    "accounts.factors",
    label=gettext_lazy("Langkah kedua"),
    proves=gettext_lazy("Rahasia aplikasi autentikator terbuka dengan kunci yang sekarang."),
)
def examine_factors(_examination: Examination) -> Iterator[Finding]:
    """Open every sealed secret, and compare what people's rows say with the factors."""
    lost = former = 0
    sealed = Factor.objects.filter(kind=Factor.Kind.APPLICATION)
    for secret in sealed.values_list("sealed_secret", flat=True).iterator():
        try:
            former += reseal(secret) != secret
        except Unreadable:
            lost += 1
    if lost:
        what = _("%d aplikasi autentikator tidak dapat dibuka dengan kunci yang diketahui.") % lost
        yield fault(what, _("Sebutkan kunci lama dalam PRAKARSA_OLD_SECRET_KEYS."))
    if former:
        what = _("%d rahasia masih disegel dengan kunci lama.") % former
        yield notice(what, _("Jangan cabut kunci lama sebelum pembersihan harian berjalan."))
    has_factor = Exists(Factor.objects.filter(person=OuterRef("pk")))
    wrong = Person.objects.alias(has=has_factor).exclude(has_second_factor=has_factor).count()
    if wrong:
        what = _("%d akun keliru mencatat apakah punya langkah kedua.") % wrong
        yield fault(what, _("Atur ulang langkah kedua akun itu di halaman Orang."))
