"""G01: the fullest pages of proof ask a bounded number of questions, however much there is."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.evidence.actions import Verdict
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Submission
from tests.evidence.builders import YEAR, claimed, decided, fresh, make_innovation, with_file
from tests.targets.builders import make_campaign
from tests.worlds import AT, World

MOST = 15
# One above the aim: returned proof, the name of who returned it and a running target at once.
FULLEST_HOME = 16


def questions(client: Client, address: str) -> list[str]:
    """Return what a page asks once the session is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"][:200] for query in asked.captured_queries]


def test_G01_the_page_of_a_verdict_stays_within_its_questions(
    world: World, submission: Submission
) -> None:
    client = world.client(Role.VERIFIER)
    address = reverse("evidence:verify", args=[submission.key, "16"])
    with_file(world, claimed(world, submission, "16"))
    few = questions(client, address)
    for place in range(3):
        other = make_innovation(world, f"LAIN {place}")
        with_file(world, claimed(world, other, "16"))
        with_file(world, claimed(world, submission, str(18 + place)))
    many = questions(client, address)
    assert len(many) <= len(few) <= MOST, few


def test_G01_the_operators_fullest_home_stays_within_its_questions(
    world: World, submission: Submission
) -> None:
    make_campaign(world, AT, starts_on=date(YEAR, 1, 1), ends_on=date(YEAR, 12, 31))
    answer = claimed(world, submission, "16")
    with_file(world, answer)
    decided(world, fresh(answer), Verdict.RETURN, reason="Tanggal surat belum terbaca.")
    innovation = submission.innovation
    innovation.state = "returned"
    innovation.save()
    for place in range(7):
        make_innovation(world, f"LAIN {place}")
    client = world.client(Role.OPERATOR)
    asked = questions(client, reverse("dashboards:home"))
    assert len(asked) <= FULLEST_HOME, asked
    page = client.get(reverse("dashboards:home")).content.decode()
    assert "Tanggal surat belum terbaca." in page
    assert "Lihat semua 8 inovasi" in page
