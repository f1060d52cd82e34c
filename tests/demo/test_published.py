"""The demo's real regions: what public sources name, once, with nobody and nothing invented."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from django.test import Client

from prakarsa.accounts.models import Person
from prakarsa.auctions.models import AuctionPeriod, ReportedFact
from prakarsa.audit.models import AuditEntry
from prakarsa.demo.published import load_published
from prakarsa.demo.reported_auction import load_reported_auction
from prakarsa.evidence.models import Answer
from prakarsa.organisations.loading import load_regions
from prakarsa.organisations.models import Agency
from prakarsa.registry.models import Award, Innovation, Submission
from prakarsa.targets.models import Campaign

pytestmark = pytest.mark.django_db


def test_everything_is_loaded_once_and_published_with_its_source(at: datetime) -> None:
    load_regions()
    load_published(at=at)
    rows = Innovation.objects.all()
    assert rows.count() == 153
    assert {row.state for row in rows} == {"published"}
    assert [row.name for row in rows if not (row.source and row.summary and row.summary_en)] == []
    assert Agency.objects.count() > 212
    assert Award.objects.count() == 113
    assert Campaign.objects.count() == 3
    assert all("bukan register lengkap" in each.remark for each in Campaign.objects.all())
    assert {entry.actor_key for entry in AuditEntry.objects.all()} == {"system:demo"}

    before = (AuditEntry.objects.count(), list(rows.order_by("pk").values()))
    load_published(at=at)
    assert (AuditEntry.objects.count(), list(rows.order_by("pk").values())) == before
    assert (Campaign.objects.count(), Award.objects.count()) == (3, 113)


def test_every_reported_figure_is_shown_with_its_source(at: datetime) -> None:
    load_regions()
    load_published(at=at)
    shown = {
        campaign.region.name: Client().get(f"/target-daerah/{campaign.key}/").content.decode()
        for campaign in Campaign.objects.order_by("starts_on")
    }
    assert "11 di antaranya sudah memiliki 19 inovasi" in shown["Kota Batu"]
    assert "(batu.inews.id, Oktober 2024) menyebut 8 inovasi" in shown["Kota Batu"]
    assert "63 inovasi sampai triwulan IV 2024" in shown["Kota Batu"]
    assert "batu.inews.id" not in shown["Kota Malang"]
    longest = Campaign._meta.get_field("remark").max_length
    assert max(len(campaign.remark) for campaign in Campaign.objects.all()) <= longest


def test_no_person_proof_or_score_is_made_for_a_real_region(at: datetime) -> None:
    load_regions()
    load_published(at=at)
    assert not Person.objects.exists()
    assert not Answer.objects.exists()
    assert not Submission.objects.exists()


def test_the_public_finds_them_with_their_sources(at: datetime) -> None:
    load_regions()
    load_published(at=at)
    first = Client().get("/").content.decode()
    assert "153 inovasi" in first
    assert "dari 23 pemerintah daerah" in first
    assert "di Jawa Timur" in first
    assert "BREXIT" in first
    assert "daerah rekaan" not in first
    found = Client().get("/?q=brexsit").content.decode()
    assert "Puskesmas Janti, Kota Malang" in found
    key = Innovation.objects.get(name__startswith="BREXIT").key
    shown = Client().get(f"/katalog/{key}/brexit/").content.decode()
    assert ">localisesdgs-indonesia.org</a>" in shown
    assert "tahun belum diketahui" in Client().get("/?q=lapo+bra").content.decode()


def test_the_auction_of_2018_says_what_its_sources_say_and_no_more(at: datetime) -> None:
    load_regions()
    load_published(at=at)
    load_reported_auction(at=at)
    load_reported_auction(at=at)
    period = AuctionPeriod.objects.get(is_reported=True)
    kinds = Counter(ReportedFact.objects.values_list("kind", flat=True))
    assert kinds == {
        "round": 2, "signing": 1, "agreement": 1, "mission": 4, "signatory": 10,
        "reorganisation": 1,
    }  # fmt: skip
    assert not period.lots.exists()
    assert not ReportedFact.objects.filter(source="").exists()
