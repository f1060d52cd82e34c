"""Pages of agencies: an act from a form, a table in and out, refusals in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from prakarsa.organisations import actions
from prakarsa.organisations.models import Agency, Membership, Service
from prakarsa.organisations.roles import Role
from tests.audit.entries import assert_one_entry
from tests.worlds import World

TABLE = b"region,name,type,parent,source\nKota Contoh,Dinas Baru,opd,,SK 1\n"


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("unit.csv", data)


def test_a_service_is_added_from_its_form(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    address = reverse("organisations:service-new", args=[world.ward.key])
    page = reverse("organisations:agency", args=[world.ward.key])

    assert client.post(address, {"name": ""}).status_code == 200
    assert client.post(address, {"name": "Surat pindah"}).headers["Location"] == page
    assert list(Service.objects.values_list("name", "agency")) == [("Surat pindah", world.ward.pk)]


def test_what_an_act_refuses_stands_above_the_form(world: World) -> None:
    typed = {
        "predecessors": [world.ward.pk],
        "successors": [world.ward.pk],
        "effective_on": date(2026, 8, 1),
        "source": "Perda 1",
    }
    response = world.client(Role.SECRETARIAT).post(reverse("organisations:succession"), typed)
    assert response.status_code == 200
    refused = ["Pilih unit asal dan unit penerus yang berbeda."]
    assert response.context["form"].non_field_errors() == refused
    assert not world.ward.heirs.exists()


def test_F08_a_table_is_shown_first_and_imported_as_a_whole(world: World) -> None:
    client, address = world.client(Role.SECRETARIAT), reverse("organisations:import")

    assert client.post(address, {"file": upload(TABLE)}).context["counts"]["new"] == 1
    assert not Agency.objects.filter(name="Dinas Baru").exists()

    client.post(address, {"file": upload(TABLE), "step": "import"})
    assert Agency.objects.get(name="Dinas Baru").region == world.home


def test_a_file_that_is_no_table_is_refused_in_the_reader_s_language(world: World) -> None:
    person = world.person(Role.SECRETARIAT)
    person.language = "en"
    person.save(update_fields=["language"])
    response = world.client(Role.SECRETARIAT).post(
        reverse("organisations:import"), {"file": upload(b"<html></html>")}
    )
    assert response.context["form"].errors["file"] == [
        "This file is not a CSV or XLSX table. Save it again as XLSX or CSV."
    ]


def test_the_list_is_sent_as_a_table_of_a_known_kind_only(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    sent = client.get(reverse("organisations:export", args=["csv"]))
    lines = b"".join(sent).decode("utf-8-sig").splitlines()
    assert lines[0] == "region,name,type,parent,source,valid_from,valid_until"
    assert len(lines) == 1 + Agency.objects.filter(region=world.home).count()
    assert client.get(reverse("organisations:export", args=["ods"])).status_code == 404


def lines_of(client: Client, name: str, query: str = "") -> list[str]:
    sent = client.get(reverse(f"organisations:{name}-export", args=["csv"]) + query)
    assert sent.status_code == 200
    return b"".join(sent).decode("utf-8-sig").splitlines()


def test_Z02_people_are_sent_as_the_page_shows_them(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    address = reverse("organisations:people-export", args=["csv"])
    page = client.get(reverse("organisations:people") + "?cari=verifier&page=1")
    assert f'href="{address}?cari=verifier"' in page.content.decode()
    with assert_one_entry("audit.export.taken"):
        head, *rows = lines_of(client, "people", "?cari=verifier")
    assert head.split(",")[:3] == ["Nama", "Alamat surel", "Peran"]
    person = world.person(Role.VERIFIER)
    role = f"{person.name},{person.email},Verifikator,Kota Contoh,,2020-01-01,,Aktif"
    assert rows == [role]
    everybody = "\n".join(lines_of(client, "people"))
    assert world.person(Role.VERIFIER, region=world.other).email not in everybody
    refused = world.client(Role.OPERATOR).get(address)
    assert refused.status_code == 403


def test_invitations_and_regions_are_sent_as_tables(world: World, at: datetime) -> None:
    client = world.client(Role.SECRETARIAT)
    actions.invite_member(
        seat=world.seat(Role.SECRETARIAT), email="baru@contoh.invalid", person_name="=Baru",
        role="verifier", valid_from=date(2026, 7, 14), at=at,
    )  # fmt: skip
    (row,) = lines_of(client, "invitations")[1:]
    assert row.split(",")[:3] == ["'=Baru", "baru@contoh.invalid", "Verifikator"]
    assert lines_of(client, "regions", "?cari=tetangga")[1:] == ["99.02,Kota Tetangga,Kota,"]
    page = client.get(reverse("organisations:regions"))
    assert reverse("organisations:regions-export", args=["xlsx"]) in page.content.decode()


def test_Z03_a_membership_in_another_region_answers_like_none(world: World) -> None:
    person = world.person(Role.VERIFIER)
    elsewhere = Membership.objects.create(
        person=person, role=Role.VERIFIER, region=world.other, valid_from=date(2020, 1, 1)
    )
    own = person.memberships.exclude(pk=elsewhere.pk).get()
    client = world.client(Role.SECRETARIAT)
    statuses = {
        key: client.get(reverse("organisations:membership-end", args=[key])).status_code
        for key in (own.key, elsewhere.key, "zzzzzzzzzzzz")
    }
    assert statuses == {own.key: 200, elsewhere.key: 404, "zzzzzzzzzzzz": 404}


def test_X09_a_day_at_the_end_of_the_calendar_is_refused(world: World) -> None:
    typed = {
        "email": "baru@contoh.invalid",
        "person_name": "Orang Baru",
        "role": "verifier",
        "valid_from": "9999-12-31",
    }
    page = world.client(Role.SECRETARIAT).post(reverse("organisations:invite"), typed)
    assert "Tahunnya harus antara 1900 dan 2199." in page.content.decode()
    assert not Membership.objects.filter(person__email="baru@contoh.invalid").exists()


UNIT = {
    "name": "Kelurahan Melati Baru",
    "kind": "kelurahan",
    "parent": "",
    "valid_from": "2020-01-01",
}


def test_Z10_a_stale_unit_shows_both_values_and_changes_nothing(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    address = reverse("organisations:agency-edit", args=[world.ward.key])
    assert 'name="version" value="1"' in client.get(address).content.decode()
    assert client.post(address, {**UNIT, "version": "1"}).status_code == 302

    late = {**UNIT, "name": "Kelurahan Lain", "kind": "desa", "version": "1"}
    page = client.post(address, late).content.decode()
    assert "Data berubah sejak Anda membukanya." in page
    assert 'value="Kelurahan Lain"' in page
    assert "Tersimpan sekarang: Kelurahan Melati Baru." in page
    assert "Tersimpan sekarang: Kelurahan." in page
    assert 'name="version" value="2"' in page
    stored = Agency.objects.get(pk=world.ward.pk)
    assert (stored.name, stored.kind, stored.version) == ("Kelurahan Melati Baru", "kelurahan", 2)

    assert client.post(address, {**late, "version": "2"}).status_code == 302
    assert Agency.objects.get(pk=world.ward.pk).name == "Kelurahan Lain"


def test_Z10_a_stale_cluster_shows_both_values_and_changes_nothing(world: World) -> None:
    client, address = world.client(Role.SECRETARIAT), reverse("organisations:cluster")
    assert 'name="version" value="1"' in client.get(address).content.decode()
    first = {"year": "2026", "cluster": "Kota inovatif", "source": "Keputusan 1", "version": "1"}
    assert client.post(address, first).status_code == 302
    assert 'name="version" value="2"' in client.get(address).content.decode()

    late = {**first, "cluster": "Kota sangat inovatif", "source": "Keputusan 2"}
    page = client.post(address, late).content.decode()
    assert "Data berubah sejak Anda membukanya." in page
    assert "Tersimpan sekarang: Kota inovatif." in page
    assert "Tersimpan sekarang: Keputusan 1." in page
    assert 'value="Kota sangat inovatif"' in page
    assert 'name="version" value="2"' in page
    assert world.home.clusters.get().cluster == "Kota inovatif"

    assert client.post(address, {**late, "version": "2"}).status_code == 302
    assert world.home.clusters.get().cluster == "Kota sangat inovatif"
    assert 'name="version" value="3"' in client.get(address).content.decode()


def test_Z10_a_stale_superior_shows_both_values_and_changes_nothing(world: World) -> None:
    client, person = world.client(Role.SECRETARIAT), world.person(Role.OPERATOR)
    head, secretary = world.person(Role.AGENCY_HEAD), world.person(Role.SECRETARY)
    address = reverse("organisations:superior", args=[person.key])
    assert 'name="version" value="1"' in client.get(address).content.decode()
    first = {"superior": head.pk, "valid_from": "2026-01-01", "version": "1"}
    assert client.post(address, first).status_code == 302

    late = {**first, "superior": secretary.pk, "valid_from": "2026-02-01"}
    page = client.post(address, late).content.decode()
    assert "Data berubah sejak Anda membukanya." in page
    assert f"Tersimpan sekarang: {head}." in page
    assert "Tersimpan sekarang: 1 Januari 2026." in page
    assert 'name="version" value="2"' in page
    assert person.superiors.get().superior == head

    assert client.post(address, {**late, "version": "2"}).status_code == 302
    assert person.superiors.get(valid_until=None).superior == secretary


@pytest.mark.parametrize("version", [None, "", "0", "x", "-1"])
def test_Z10_a_page_that_names_no_version_changes_nothing(
    world: World, version: str | None
) -> None:
    client = world.client(Role.SECRETARIAT)
    typed = {**UNIT, "reason": "x"} | ({} if version is None else {"version": version})
    member = world.person(Role.OPERATOR).memberships.get()
    person = world.person(Role.OPERATOR)
    typed |= {"year": "2026", "cluster": "x", "source": "x"}
    typed |= {"superior": str(world.person(Role.AGENCY_HEAD).pk), "valid_from": "2026-01-01"}
    for name, keys in (
        ("agency-edit", [world.ward.key]),
        ("membership-end", [member.key]),
        ("cluster", []),
        ("superior", [person.key]),
    ):
        page = client.post(reverse(f"organisations:{name}", args=keys), typed)
        assert "Halaman ini tidak lengkap." in page.content.decode()
    world.ward.refresh_from_db()
    member.refresh_from_db()
    assert (world.ward.name, member.valid_until) == ("Kelurahan Melati", None)


def test_Z10_a_membership_that_another_ended_is_not_ended_again(world: World) -> None:
    member = world.person(Role.OPERATOR).memberships.get()
    client = world.client(Role.SECRETARIAT)
    address = reverse("organisations:membership-end", args=[member.key])
    for reason, status in (("Mutasi", 302), ("Pensiun", 200)):
        page = client.post(address, {"reason": reason, "version": "1"})
        assert page.status_code == status
    assert "Tersimpan sekarang: Mutasi." in page.content.decode()
    member.refresh_from_db()
    assert (member.ended_because, member.version) == ("Mutasi", 2)
