"""What the doctor asks of the catalogue: the database still keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.catalogue import keeping
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault


@checkup(
    "catalogue.kept",
    label=gettext_lazy("Katalog"),
    proves=gettext_lazy("Yang terbit, dan hanya itu, ada di katalog."),
)
def examine_catalogue(_examination: Examination) -> Iterator[Finding]:
    """Ask whether triggers and counts are as they should be."""
    if not keeping.is_kept():
        what = _("Katalog tidak sejalan dengan inovasi yang terbit.")
        yield fault(what, _("Jalankan prakarsa migrate: katalog ditulis ulang."))
