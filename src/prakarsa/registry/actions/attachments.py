"""Files of the profile: given and taken away, each as a change with its own revision."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.files.actions import keep_prepared, remove_file
from prakarsa.files.models import StoredFile
from prakarsa.files.receiving import Prepared
from prakarsa.formats.kinds import EVIDENCE, Kind
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions.recording import lock, write
from prakarsa.registry.actions.refusals import TooManyAttachments
from prakarsa.registry.actions.writing import refuse_overtaken
from prakarsa.registry.models import Attachment, Innovation
from prakarsa.registry.parts import Part
from prakarsa.registry.permissions import can_edit
from prakarsa.registry.snapshots import take_snapshot
from prakarsa.registry.states import Act

MOST_ATTACHMENTS = 20
KINDS: frozenset[Kind] = EVIDENCE


@transaction.atomic
def add_attachment(
    *,
    seat: Seat,
    innovation: Innovation,
    prepared: Prepared,
    caption: str,
    at: datetime,
    version: int | None = None,
) -> Attachment:
    """Put a prepared upload into the profile; the same bytes again are what is there already.

    `version` is the one the page showed (default: as it is now). Raises TooManyAttachments,
    StaleInnovation when the attachments changed meanwhile, or PermissionDenied where the profile
    cannot be changed.
    """
    current = lock(innovation)
    if not can_edit(seat, current):
        raise PermissionDenied
    known = current.attachments.filter(file__sha256=prepared.sha256).first()
    if known is not None:
        prepared.discard()
        return known
    before = take_snapshot(current)
    seen = current.version if version is None else version
    refuse_overtaken(current, Part.ATTACHMENTS, before, seen)
    if current.attachments.count() >= MOST_ATTACHMENTS:
        raise TooManyAttachments(MOST_ATTACHMENTS)
    stored = keep_prepared(
        seat=seat,
        prepared=prepared,
        purpose=StoredFile.Purpose.ATTACHMENT,
        region=current.region,
        agency=current.agency,
        at=at,
    )
    attachment = Attachment.objects.create(innovation=current, file=stored, caption=caption)
    write(current, act=Act.CHANGE, actor=seat.actor, at=at, before=before)
    return attachment


@transaction.atomic
def remove_attachment(
    *, seat: Seat, attachment: Attachment, at: datetime, version: int | None = None
) -> None:
    """Take a file out of the profile; what it was called stays in the history.

    `version` and what is raised are those of `add_attachment`.
    """
    current = lock(attachment.innovation)
    if not can_edit(seat, current):
        raise PermissionDenied
    present = Attachment.objects.filter(pk=attachment.pk).select_related("file").first()
    if present is None:
        return
    before = take_snapshot(current)
    seen = current.version if version is None else version
    refuse_overtaken(current, Part.ATTACHMENTS, before, seen)
    stored = present.file
    present.delete()
    remove_file(actor=seat.actor, stored=stored, at=at)
    write(current, act=Act.CHANGE, actor=seat.actor, at=at, before=before)
