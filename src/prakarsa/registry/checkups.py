"""What the doctor asks of the registry: each innovation has the revision of its version."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.checkups import Examination, Finding, checkup, fault
from prakarsa.registry.models import Innovation, Revision

State = Innovation.State


@checkup(
    "registry.revisions",
    label=gettext_lazy("Inovasi dan riwayatnya"),
    proves=gettext_lazy("Tidak ada inovasi yang tersimpan setengah."),
)
def examine_revisions(_examination: Examination) -> Iterator[Finding]:
    """Name innovations without the revision of their version, and states without their moment."""
    remedy = _("Bandingkan dengan cadangan dan jejak audit, lalu simpan ulang inovasi itu.")
    if count := without_revision().count():
        yield fault(_("%d inovasi tidak sama dengan riwayatnya.") % count, remedy)
    if count := Innovation.objects.filter(half_states()).count():
        yield fault(_("%d inovasi berada dalam keadaan setengah jadi.") % count, remedy)


def without_revision() -> QuerySet[Innovation]:
    """Return innovations whose newest revision is not of their version or not of their state."""
    rows = Revision.objects.filter(innovation=OuterRef("pk"))
    with_state = rows.annotate(told=KeyTextTransform("state", "snapshot"))
    same = with_state.filter(number=OuterRef("version"), told=OuterRef("state"))
    later = rows.filter(number__gt=OuterRef("version"))
    return Innovation.objects.filter(~Exists(same) | Exists(later))


def half_states() -> Q:
    """Return the filter for states whose moment was not written with them."""
    published = Q(state=State.PUBLISHED, published_at__isnull=True)
    retired = Q(state=State.RETIRED, retired_at__isnull=True)
    backwards = Q(changed_at__lt=F("created_at"))
    return published | retired | backwards
