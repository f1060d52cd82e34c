"""S12: who links an institution's account, opens an own one with it, or takes the link away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client

from prakarsa.accounts.actions import accept_invitation, accept_invitation_as
from prakarsa.accounts.models import Identity, Letter, Person
from prakarsa.accounts.queries import account_stamp, digest_of
from prakarsa.foundation.time import now
from tests.accounts.browser import is_signed_in, signed_in, try_sign_in
from tests.accounts.factors import SECURITY
from tests.accounts.institution import BACK, LINK, START, Institution, visit
from tests.audit.entries import assert_one_entry
from tests.worlds import PASSWORD


def test_S12_a_signed_in_person_links_after_saying_yes(
    person: Person, institution: Institution
) -> None:
    client = signed_in(person.email)
    other = signed_in(person.email)
    response = visit(client, institution, LINK)
    assert response.url == f"{LINK}hubungkan/"
    assert not Identity.objects.exists()
    assert client.get(response.url).status_code == 200
    with assert_one_entry("accounts.identity.linked"):
        assert client.post(response.url).url == SECURITY
    kept = Identity.objects.get()
    assert (kept.person, kept.issuer, kept.subject) == (person, institution.issuer, "pegawai-1")
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert client.post(f"{LINK}hubungkan/").url == SECURITY
    assert Identity.objects.count() == 1


def test_S12_a_visit_that_another_began_links_nothing(
    person: Person, institution: Institution, at: datetime
) -> None:
    """Whoever puts the own answer before somebody else's browser gains no way in."""
    attacker = Client()
    brought = institution.approve(attacker.get(START).headers["Location"], subject="penyerang")
    victim = signed_in(person.email)
    assert victim.get(BACK, brought).status_code == 403
    assert victim.post(f"{LINK}hubungkan/").url == SECURITY
    assert not Identity.objects.exists()


def test_S12_a_visit_begun_by_nobody_does_not_change_who_is_signed_in(
    linked: Person, institution: Institution, at: datetime
) -> None:
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    client = Client()
    brought = institution.approve(client.get(START).headers["Location"])
    try_sign_in(client, other.email)
    assert client.get(BACK, brought).status_code == 403
    assert client.session["_auth_user_id"] == str(other.pk)


def test_S12_a_subject_belongs_to_one_person(
    linked: Person, institution: Institution, at: datetime
) -> None:
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    client = signed_in(other.email)
    visit(client, institution, LINK)
    page = client.post(f"{LINK}hubungkan/", follow=True).content.decode()
    assert "sudah dihubungkan" in page
    assert list(Identity.objects.values_list("person", flat=True)) == [linked.pk]


def test_S12_an_invitation_is_accepted_with_a_provider(
    institution: Institution, db: None, at: datetime
) -> None:
    invited = Person(email="baru@contoh.invalid", name="Baru", created_at=at)
    invited.set_unusable_password()
    invited.save()
    Letter.objects.create(
        person=invited, purpose=Letter.Purpose.INVITATION, token_digest=digest_of("surat"),
        account_stamp=account_stamp(invited), created_at=now(),
        expires_at=now() + timedelta(days=7),
    )  # fmt: skip
    client = Client()
    response = visit(client, institution, "/undangan/surat/akun-lembaga/")
    assert response.url == "/masuk/akun-lembaga/terima/"
    page = client.get(response.url)
    assert page.status_code == 200
    # Whose account it is that opens: the browser may have followed another's letter.
    assert "baru@contoh.invalid" in page.content.decode()
    assert '<p class="i2">Baru</p>' in page.content.decode()
    with assert_one_entry("accounts.invitation.accepted"):
        assert client.post(response.url).status_code == 302
    assert is_signed_in(client)
    assert invited.identities.get().subject == "pegawai-1"
    assert Client().get("/undangan/surat/").status_code == 410
    assert Client().get("/undangan/surat/akun-lembaga/").status_code == 410
    # Without a password the provider is the only way in, so the link stays.
    pk = invited.identities.get().pk
    assert client.post(f"{LINK}{pk}/putus/").status_code == 302
    assert invited.identities.count() == 1


def test_S05_letters_die_when_the_account_is_opened_with_a_provider(db: None, at: datetime) -> None:
    """Two were sent; whoever holds the second one may set no password on what is open."""
    invited = Person(email="baru@contoh.invalid", name="Baru", created_at=at)
    invited.set_unusable_password()
    invited.save()
    for token in ("pertama", "kedua", "ketiga"):
        Letter.objects.create(
            person=invited, purpose=Letter.Purpose.INVITATION, token_digest=digest_of(token),
            account_stamp=account_stamp(invited), created_at=now(),
            expires_at=now() + timedelta(days=7),
        )  # fmt: skip
    opened = accept_invitation_as(token="pertama", issuer="https://x", subject="a", at=now())
    assert opened == invited
    assert not Letter.objects.filter(used_at=None, expires_at__gt=now()).exists()
    # Not even one that somehow lives on.
    Letter.objects.filter(used_at=None).update(expires_at=now() + timedelta(days=7))
    form = {"name": "Penyerang", "password": "angin laut membawa layar biru"}
    assert Client().post("/undangan/kedua/", form).status_code == 410
    assert accept_invitation(token="ketiga", **form, at=now()) is None
    invited.refresh_from_db()
    assert (invited.name, invited.has_usable_password()) == ("Baru", False)


def test_a_link_is_taken_away_by_its_person_only(
    linked: Person, institution: Institution, at: datetime
) -> None:
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    path = f"{LINK}{linked.identities.get().pk}/putus/"
    assert signed_in(other.email).post(path).status_code == 404
    with assert_one_entry("accounts.identity.unlinked"):
        assert signed_in(linked.email).post(path).status_code == 302
    assert not Identity.objects.exists()
    assert visit(Client(), institution, START).status_code == 403
