"""Make a lot and fill it in: refusals beside their field, drafts that lack, lots that are whole."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from time_machine import travel

from prakarsa.auctions.actions import lot_parts
from prakarsa.auctions.actions.lot_parts import KnownTerms, SegmentTerms, Share
from prakarsa.auctions.actions.lots import (
    change_lot,
    create_lot,
    schedule_lot,
    submit_lot,
    withdraw_lot,
)
from prakarsa.auctions.models import AuctionPeriod, Lot, LotEvent
from prakarsa.auctions.queries.checklist import gaps_of, holds_back
from prakarsa.auctions.refusals import NotNow, TooLate
from prakarsa.auctions.states import MAKERS
from prakarsa.foundation.keys import new_key
from prakarsa.foundation.versions import Stale
from prakarsa.notices.models import Notice
from prakarsa.organisations.roles import Role
from tests.auctions.builders import offer
from tests.auctions.drafts import add_baseline_file, make_draft, submitted, terms
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
SIGNED_IN = [role for role in Role if role is not Role.PUBLIC]


def fresh(lot: Lot) -> Lot:
    """Return the lot as it is stored."""
    return Lot.objects.get(pk=lot.pk)


def posted(period: AuctionPeriod, **changes: str) -> dict[str, str]:
    """Return a filled form of a lot."""
    return {
        "mission": str(period.missions.get().pk), "title": "Sampah terkelola",
        "indicator": "Persentase sampah terkelola", "unit": "%", "direction": "higher",
        "baseline": "61,40", "baseline_on": "2025-12-31", "baseline_source": "SIPSN",
        "end_value": "85", "end_on": "2028-12-31", **changes,
    }  # fmt: skip


def test_M04_the_same_form_twice_makes_one_lot(world: World, period: AuctionPeriod) -> None:
    key = new_key()
    first, again = (make_draft(world, period, key=key) for _ in range(2))
    assert first == again
    assert [each.number for each in (first, make_draft(world, period))] == [1, 2]
    assert LotEvent.objects.filter(lot=first).count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"end_value": Decimal("61.40")}, "end_value", "sama dengan titik nol"),
        ({"end_value": Decimal(50)}, "end_value", "lebih rendah daripada titik nol"),
        (
            {"direction": Lot.Direction.LOWER},
            "end_value",
            "lebih tinggi daripada titik nol",
        ),
        ({"end_on": date(2031, 1, 1)}, "end_on", "di luar periode"),
        ({"end_on": date(2026, 1, 1)}, "end_on", "di luar periode"),
        ({"baseline_on": date(2028, 12, 31)}, "end_on", "sesudah titik nol"),
        ({"baseline_on": date(2031, 1, 1)}, "baseline_on", "sesudah periode"),
        ({"baseline_source": ""}, "baseline_source", "tanpa sumber"),
    ],
)
def test_impossible_facts_are_refused_beside_their_field(
    world: World, period: AuctionPeriod, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_draft(world, period, **changes)
    assert words in " ".join(refusal.value.message_dict[field])


def test_a_draft_may_lack_nearly_everything(world: World, period: AuctionPeriod) -> None:
    empty: dict[str, Any] = dict.fromkeys(("baseline", "baseline_on", "end_value", "end_on"))
    lot = make_draft(world, period, **empty, baseline_source="", definition="")
    missing = [gap.text for gap in holds_back(gaps_of(lot))]
    assert len(missing) == 7
    seat = world.seat(Role.AGENCY_HEAD)
    with pytest.raises(ValidationError) as refusal:
        submit_lot(seat=seat, lot=lot, version=lot.version, at=AT)
    assert refusal.value.messages == missing
    assert fresh(lot).state == Lot.State.DRAFT


@pytest.mark.parametrize("role", SIGNED_IN)
def test_Z01_only_makers_make_lots(world: World, period: AuctionPeriod, role: Role) -> None:
    url = reverse("auctions:lot-new", args=[period.key])
    status = world.client(role).get(url).status_code
    assert status == (200 if role in MAKERS else 403)
    if role not in MAKERS:
        with pytest.raises(PermissionDenied):
            make_draft(world, period, role=role)


def test_Z02_an_agency_makes_lots_only_for_itself(world: World, period: AuctionPeriod) -> None:
    with pytest.raises(ValidationError, match="hanya dapat membuat lot untuk"):
        create_lot(
            seat=world.seat(Role.OPERATOR),
            period=period,
            agency=world.office,
            terms=terms(period),
            key=new_key(),
            at=AT,
        )
    with pytest.raises(PermissionDenied):
        create_lot(
            seat=world.other_seat(Role.OPERATOR),
            period=period,
            agency=world.other_office,
            terms=terms(period),
            key=new_key(),
            at=AT,
        )


def test_change_is_refused_when_somebody_was_faster(world: World, period: AuctionPeriod) -> None:
    lot, seat = make_draft(world, period), world.seat(Role.OPERATOR)
    longer = terms(period, title="Sampah terkelola penuh")
    later = AT + timedelta(days=1)
    changed = change_lot(seat=seat, lot=lot, terms=longer, version=1, at=later)
    # It is a draft since it was made, however often it is changed.
    assert (changed.state_since, changed.changed_at) == (AT, later)
    assert change_lot(seat=seat, lot=lot, terms=longer, version=1, at=AT).version == 2
    other = terms(period, title="Judul lain")
    with pytest.raises(Stale) as stale:
        change_lot(seat=seat, lot=lot, terms=other, version=1, at=AT)
    assert stale.value.stored["title"] == changed.title


def test_a_lot_that_left_its_draft_is_not_changed(world: World, period: AuctionPeriod) -> None:
    lot = submitted(world, period)
    with pytest.raises(NotNow):
        change_lot(
            seat=world.seat(Role.OPERATOR), lot=lot, terms=terms(period, title="Lain"),
            version=lot.version, at=AT,
        )  # fmt: skip
    client = world.client(Role.OPERATOR)
    for name in ("lot-edit", "lot-agencies", "lot-segments", "lot-values", "lot-files"):
        assert client.get(reverse(f"auctions:{name}", args=[lot.key])).status_code == 403


def test_shares_add_up_to_the_whole_and_one_agency_leads(
    world: World, period: AuctionPeriod
) -> None:
    lot, seat = make_draft(world, period), world.seat(Role.OPERATOR)

    def put(*shares: Share) -> Lot:
        current = fresh(lot)
        return lot_parts.set_agencies(
            seat=seat, lot=current, shares=shares, version=current.version, at=AT
        )

    for shares, words in (
        ([Share(world.ward, 6000, True), Share(world.office, 3000, False)], "90%"),
        ([Share(world.ward, 5000, True), Share(world.ward, 5000, False)], "dua kali"),
        ([Share(world.ward, 5000, True), Share(world.office, 5000, True)], "Pilih satu"),
        ([Share(world.office, 6000, True), Share(world.ward, 4000, False)], "harus perangkat"),
        ([Share(world.ward, 6000, True), Share(world.other_office, 4000, False)], "tidak berlaku"),
    ):
        with pytest.raises(ValidationError, match=words):
            put(*shares)
    put(Share(world.ward, 6000, True), Share(world.office, 4000, False))
    stored = [(each.agency, each.share_hundredths, each.is_lead) for each in lot.agencies.all()]
    assert stored == [(world.ward, 6000, True), (world.office, 4000, False)]


def test_segments_add_up_to_the_baseline_or_say_why_not(
    world: World, period: AuctionPeriod
) -> None:
    lot, seat = make_draft(world, period), world.seat(Role.OPERATOR)

    def put(first: str, second: str, note: str = "") -> Lot:
        current = fresh(lot)
        parts = [SegmentTerms("Utara", Decimal(first)), SegmentTerms("Selatan", Decimal(second))]
        return lot_parts.set_segments(
            seat=seat, lot=current, segments=parts, note=note, version=current.version, at=AT
        )

    with pytest.raises(ValidationError) as refusal:
        put("30", "30")
    said = " ".join(refusal.value.message_dict["note"])
    assert "Jumlah segmen 60, sedangkan titik nol 61,40; selisihnya 1,40." in said
    assert fresh(put("30", "31.4")).segments_note == ""
    # The same rows again change nothing, however often they are sent.
    assert put("30", "31.4").version == put("30", "31.4").version
    assert fresh(put("60", "63", "Rata-rata, bukan jumlah.")).segments.count() == 2


def test_a_changed_baseline_makes_segments_miss_again(world: World, period: AuctionPeriod) -> None:
    lot, seat = make_draft(world, period), world.seat(Role.OPERATOR)
    parts = [SegmentTerms("Kota", Decimal("61.4"))]
    lot_parts.set_segments(seat=seat, lot=lot, segments=parts, note="", version=1, at=AT)
    changed = terms(period, baseline=Decimal(60))
    change_lot(seat=seat, lot=lot, terms=changed, version=2, at=AT)
    add_baseline_file(world, lot)
    assert [gap.part.value for gap in holds_back(gaps_of(fresh(lot)))] == ["lot-segments"]


def test_known_values_have_a_source_and_a_day_that_has_come(
    world: World, period: AuctionPeriod
) -> None:
    lot, seat = make_draft(world, period), world.seat(Role.OPERATOR)

    def put(*values: KnownTerms) -> Lot:
        current = fresh(lot)
        return lot_parts.set_known_values(
            seat=seat, lot=current, values=values, version=current.version, at=AT
        )

    past = KnownTerms("", date(2023, 12, 31), Decimal("57.3"), "SIPSN")
    with pytest.raises(ValidationError, match="dua kali"):
        put(past, KnownTerms("", past.day, Decimal(58), "Lain"))
    with pytest.raises(ValidationError, match="belum dapat diketahui"):
        put(KnownTerms("Kota Tetangga", date(2026, 7, 15), Decimal(80), "SIPSN"))
    put(past, KnownTerms("Kota Tetangga", past.day, Decimal(72), "SIPSN"))
    assert lot.known_values.count() == 2
    stale = fresh(lot)
    with pytest.raises(TooLate):
        lot_parts.set_known_values(
            seat=seat, lot=stale, values=[], version=stale.version - 1, at=AT
        )


def test_whoever_heads_the_agency_submits_and_testers_are_told(
    world: World, period: AuctionPeriod
) -> None:
    lot = make_draft(world, period)
    add_baseline_file(world, lot)
    current = fresh(lot)
    for role in (Role.OPERATOR, Role.VERIFIER, Role.MAYOR):
        with pytest.raises(PermissionDenied):
            submit_lot(seat=world.seat(role), lot=current, version=current.version, at=AT)
    head = world.seat(Role.AGENCY_HEAD)
    moved = submit_lot(seat=head, lot=current, version=current.version, at=AT)
    again = submit_lot(seat=head, lot=current, version=current.version, at=AT)
    assert (moved.state, again.version) == (Lot.State.DATA_TEST, moved.version)
    assert Notice.objects.filter(person=world.person(Role.VERIFIER)).count() == 1


def test_a_lot_is_set_only_for_a_round_to_come(world: World, lot: Lot) -> None:
    """It is 14 July 2026: the first round is held that day, the second one the day after."""
    seat, second = world.seat(Role.SECRETARIAT), lot.period.rounds.get(number=2)
    moved = schedule_lot(seat=seat, lot=lot, held=second, version=lot.version, at=AT)
    again = schedule_lot(seat=seat, lot=lot, held=second, version=lot.version, at=AT)
    assert (moved.round, again.version) == (second, moved.version)
    lot.period.rounds.filter(number=1).update(held_on=date(2026, 7, 13))
    past = lot.period.rounds.get(number=1)
    with pytest.raises(ValidationError) as refusal:
        schedule_lot(seat=seat, lot=moved, held=past, version=moved.version, at=AT)
    assert "sudah lewat pada 13 Juli 2026" in refusal.value.messages[0]


def test_open_lots_are_withdrawn_with_a_reason_and_offers_stay(world: World, lot: Lot) -> None:
    current = offer(world, lot, Role.AGENCY_HEAD, "70")
    head = world.seat(Role.AGENCY_HEAD)
    with pytest.raises(ValidationError):
        withdraw_lot(seat=head, lot=current, reason=" ", version=current.version, at=AT)
    moved = withdraw_lot(seat=head, lot=current, reason="Anggaran", version=current.version, at=AT)
    assert moved.state == Lot.State.WITHDRAWN
    assert moved.offers.count() == 1
    with pytest.raises(NotNow):
        withdraw_lot(seat=head, lot=moved, reason="Lagi", version=moved.version, at=AT)


def test_a_lot_is_made_and_filled_in_on_its_pages(world: World, period: AuctionPeriod) -> None:
    client, new = world.client(Role.OPERATOR), reverse("auctions:lot-new", args=[period.key])
    form = posted(period, agency=str(world.ward.pk), token=new_key())
    with travel(AT, tick=False):
        wrong = client.post(new, {**form, "end_value": "50"}).content.decode()
        assert "Titik akhir 50 lebih rendah daripada titik nol 61,4" in wrong
        client.post(new, form)
        client.post(new, form)
        lot = Lot.objects.get()
        page = client.get(reverse("auctions:lot", args=[lot.key])).content.decode()
        assert "2 hal lagi sebelum dapat diajukan" in page
        agencies = reverse("auctions:lot-agencies", args=[lot.key])
        shares = {"version": 1, "rows": 2, "agency_0": world.ward.pk, "share_0": "70"}
        said = client.post(agencies, shares).content.decode()
        assert "Jumlah bagian 70%, seharusnya 100%." in said
        shares |= {"agency_1": world.office.pk, "share_1": "30"}
        assert client.post(agencies, shares).status_code == 302
        stale = client.post(reverse("auctions:lot-segments", args=[lot.key]), {
            "version": 1, "rows": 1, "name_0": "Kota", "value_0": "61,40",
        })  # fmt: skip
        assert "berubah sejak Anda membukanya" in stale.content.decode()
    assert lot.agencies.count() == 2


def test_the_page_for_submitting_lists_what_is_missing(world: World, period: AuctionPeriod) -> None:
    lot = make_draft(world, period)
    client, url = world.client(Role.AGENCY_HEAD), reverse("auctions:lot-submit", args=[lot.key])
    page = client.get(url).content.decode()
    assert "Belum dapat diajukan" in page
    assert reverse("auctions:lot-files", args=[lot.key]) in page
    client.post(url, {"version": lot.version})
    assert fresh(lot).state == Lot.State.DRAFT
    add_baseline_file(world, lot)
    assert client.post(url, {"version": fresh(lot).version}).status_code == 302
    assert fresh(lot).state == Lot.State.DATA_TEST
