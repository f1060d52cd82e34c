"""Every form that changes an innovation or an answer, ready to be sent as its page shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.evidence.actions import carry_report
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.files.models import StoredFile
from prakarsa.notices.models import Notice
from prakarsa.organisations.roles import Role
from prakarsa.registry.actions import add_attachment
from prakarsa.registry.models import Attachment, Innovation, ReturnNote, Revision, Submission
from tests.evidence.builders import (
    claimed,
    fresh,
    make_innovation,
    prepared,
    with_link,
)
from tests.formats import makers
from tests.worlds import AT, World

State = Innovation.State
# Forms that make something new, or that a key of their own makes once only.
MAKING = {
    "registry:new": "a name of the unit is taken once",
    "registry:import": "keeps a file; its rows are judged when they are written",
    "registry:import-preview": "one job per file; its rows are judged when they are written",
    "evidence:pack": "one job per token",
    "evidence:finals": "keeps a file; its rows are judged when they are written",
    "evidence:finals-preview": "one job per file; its rows are judged when they are written",
}


@dataclass(frozen=True)
class Sending:
    """A form as a page shows it: its address and what stands in it."""

    address: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One form: who sends it, from which state, and how it is prepared."""

    name: str
    role: Role
    state: str
    prepare: Callable[[World, Submission], Sending]

    def ready(self, world: World) -> Sending:
        """Bring the world to where the form is shown, and return the form."""
        submission = make_innovation(world, state=self.state)
        return self.prepare(world, submission)

    def send(self, world: World, sending: Sending, **changes: Any) -> HttpResponseBase:
        """Send it by the browser of its role; a change to None leaves a field out."""
        fields = {
            name: value() if callable(value) else value
            for name, value in (sending.fields | changes).items()
            if value is not None
        }
        return world.client(self.role).post(sending.address, fields)


def everything() -> list[Any]:
    """Return what the forms can change, with what they leave behind."""
    models = (
        Innovation, Revision, Submission, ReturnNote, Attachment, Answer, Proof, LevelEntry,
        StoredFile, Notice,
    )  # fmt: skip
    acts = AuditEntry.objects.filter(act__regex=r"^(registry|evidence|files)\.")
    return [list(model._default_manager.order_by("pk").values()) for model in models] + [
        list(acts.order_by("sequence").values_list("act", flat=True))
    ]


def of_innovation(
    route: str, /, *parts: str, **fields: Any
) -> Callable[[World, Submission], Sending]:
    """Prepare a form of the innovation itself."""

    def prepare(_world: World, submission: Submission) -> Sending:
        address = reverse(route, args=[submission.innovation.key, *parts])
        version = Innovation.objects.get(pk=submission.innovation_id).version
        return Sending(address, fields | {"version": version})

    return prepare


def upload() -> SimpleUploadedFile:
    """Return a file to send."""
    return SimpleUploadedFile("SK.pdf", makers.pdf(), content_type="application/pdf")


def attached(world: World, submission: Submission) -> Sending:
    """Prepare taking an attachment away."""
    innovation = submission.innovation
    file = prepared(Answer(submission=submission, edition_year=2026, indicator="16"))
    kept = add_attachment(
        seat=world.seat(Role.OPERATOR), innovation=innovation, prepared=file, caption="", at=AT
    )
    address = reverse("registry:attachment-remove", args=[innovation.key, kept.file.key])
    return Sending(address, {"version": Innovation.objects.get(pk=innovation.pk).version})


def with_answer(name: str, **fields: Any) -> Callable[[World, Submission], Sending]:
    """Prepare a form about one answer that was claimed and has a link."""

    def prepare(world: World, submission: Submission) -> Sending:
        answer = with_link(world, claimed(world, submission))
        if name == "evidence:remove-proof":
            address = reverse(name, args=[answer.proofs.get().key])
        else:
            address = reverse(name, args=[submission.key, answer.indicator])
        return Sending(address, fields | {"version": fresh(answer).version})

    return prepare


def claimed_report(world: World, submission: Submission) -> Sending:
    """Prepare handing in a report with one answer."""
    with_link(world, claimed(world, submission))
    return of_innovation("evidence:submit")(world, submission)


def carried(world: World, submission: Submission) -> Submission:
    """Carry a report with one answer over to 2027."""
    with_link(world, claimed(world, submission, "22", 1))
    carry_report(
        seat=world.seat(Role.OPERATOR), innovation=submission.innovation, edition_year=2027, at=AT
    )
    return Submission.objects.select_related("innovation").get(edition_year=2027)


def bringing(world: World, submission: Submission) -> Sending:
    """Prepare letting the answers follow: as if the rulebook had come after the profile."""
    draft = carried(world, submission)
    Answer.objects.filter(submission=draft).update(state=Answer.State.EMPTY)
    return of_innovation("evidence:bring")(world, draft)


def confirming(world: World, submission: Submission) -> Sending:
    """Prepare confirming the one carried answer."""
    draft = carried(world, submission)
    answer = draft.answers.get()
    address = reverse("evidence:confirm", args=[draft.innovation.key])
    return Sending(address, {"jawaban": f"22.{answer.version}"})


OPERATOR, VERIFIER = Role.OPERATOR, Role.VERIFIER
FORMS = {
    form.name: form
    for form in (
        Form("registry:edit", OPERATOR, State.DRAFT,
             of_innovation("registry:edit", "nama", name="SAPA MELATI", summary="Baru.")),
        Form("registry:attachments", OPERATOR, State.DRAFT,
             of_innovation("registry:attachments", caption="SK", file=upload)),
        Form("registry:attachment-remove", OPERATOR, State.DRAFT, attached),
        Form("registry:return", VERIFIER, State.SUBMITTED,
             of_innovation("registry:return", whole="Lengkapi.")),
        Form("registry:verify", VERIFIER, State.SUBMITTED, of_innovation("registry:verify")),
        Form("registry:publish", VERIFIER, State.VERIFIED, of_innovation("registry:publish")),
        Form("registry:retire", OPERATOR, State.DRAFT,
             of_innovation("registry:retire", reason="Selesai.")),
        Form("evidence:submit", OPERATOR, State.DRAFT, claimed_report),
        Form("evidence:carry-over", OPERATOR, State.PUBLISHED,
             of_innovation("evidence:carry-over", edition_year="2027")),
        Form("evidence:withdraw", OPERATOR, State.PUBLISHED,
             lambda world, submission: of_innovation("evidence:withdraw")(
                 world, carried(world, submission))),
        Form("evidence:bring", OPERATOR, State.PUBLISHED, bringing),
        Form("evidence:confirm", OPERATOR, State.PUBLISHED, confirming),
        Form("evidence:answer", OPERATOR, State.DRAFT,
             with_answer("evidence:answer", level="1", note="Lain", evidence_year="2025")),
        Form("evidence:add-proof", OPERATOR, State.DRAFT,
             with_answer("evidence:add-proof", file=upload)),
        Form("evidence:remove-proof", OPERATOR, State.DRAFT, with_answer("evidence:remove-proof")),
        Form("evidence:verify", VERIFIER, State.SUBMITTED,
             with_answer("evidence:verify", verdict="accept", level="1", reason="Kurang.")),
    )
}  # fmt: skip
