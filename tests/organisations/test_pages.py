"""Pages of agencies: an act from a form, a table in and out, refusals in the reader's language."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from prakarsa.organisations.models import Agency, Membership, Service
from prakarsa.organisations.roles import Role
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
