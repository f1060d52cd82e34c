"""The file of an import on its way through the wizard."""

from __future__ import annotations

from django.http import Http404

from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.formats.workbooks import Table, read_table
from prakarsa.organisations.seats import Seat
from prakarsa.registry.importing.plan import Plan, plan_innovations


def import_file_for(seat: Seat, key: str) -> StoredFile:
    """Return a table the person uploaded for their region, or raise Http404."""
    rows = StoredFile.objects.filter(purpose=StoredFile.Purpose.SOURCE, agency=None)
    stored = rows.filter(key=key, owner=seat.person, region=seat.region).first()
    if stored is None or seat.person is None or seat.region is None:
        raise Http404
    return stored


def plan_of(seat: Seat, stored: StoredFile) -> Plan:
    """Return what the file would do in the seat's region; raise UnreadableFile or WrongHeader."""
    table: Table = read_table(storage.path_of(stored.key))
    return plan_innovations(table, allowed=[seat.region] if seat.region else [])
