"""Signed statements of how long the chain was and how it ended, kept outside the database.

Whoever can write the database can cut the tail of the chain and its head alike; only a count
that was signed and put elsewhere shows it. Copy the folder away from the machine.
"""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from prakarsa.audit.digests import canonical
from prakarsa.audit.models import START, ChainHead

KEY_BYTES = 32
KEY_FILE = "checkpoint.key"
GREATEST = 2**62


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One signed statement: at this moment there were so many entries, and this was the last."""

    at: str
    count: int
    head: str
    key: str
    signature: str

    @property
    def written_at(self) -> datetime | None:
        """Return the moment it states; nothing when that cannot be read."""
        try:
            return datetime.fromisoformat(self.at)
        except ValueError:
            return None

    @property
    def statement(self) -> bytes:
        """Return the bytes that are signed."""
        content = {"at": self.at, "count": self.count, "head": self.head, "key": self.key}
        return canonical(content).encode()

    @property
    def is_genuine(self) -> bool:
        """Say whether a trusted key signed exactly this."""
        if self.key not in trusted_keys():
            return False
        try:
            public = Ed25519PublicKey.from_public_bytes(_unpack(self.key))
            public.verify(_unpack(self.signature), self.statement)
        except (InvalidSignature, ValueError):
            return False
        return True


def write_checkpoint(*, at: datetime) -> Path:
    """Sign the present end of the chain and return the new file."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(sequence=0, digest=START)
    key = signing_key()
    unsigned = Checkpoint(
        at=at.astimezone(UTC).isoformat(timespec="seconds"),
        count=head.sequence,
        head=head.digest,
        key=public_text(key),
        signature="",
    )
    fields = {**asdict(unsigned), "signature": _pack(key.sign(unsigned.statement))}
    folder = Path(settings.PRAKARSA_CHECKPOINTS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{head.sequence:012d}.json"
    _write_whole(path, json.dumps(fields, indent=1) + "\n")
    return path


def read_checkpoints() -> Iterator[Checkpoint]:
    """Yield every checkpoint of the folder, oldest first; an unreadable one is not genuine."""
    folder = Path(settings.PRAKARSA_CHECKPOINTS)
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        yield read_checkpoint(path)


def last_checkpoint() -> Checkpoint | None:
    """Return the checkpoint that was written last, genuine or not."""
    folder = Path(settings.PRAKARSA_CHECKPOINTS)
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    return read_checkpoint(paths[-1]) if paths else None


def newest_checkpoint(checkpoints: Iterable[Checkpoint]) -> Checkpoint | None:
    """Return the genuine checkpoint with the greatest count."""
    genuine = [checkpoint for checkpoint in checkpoints if checkpoint.is_genuine]
    return max(genuine, key=lambda checkpoint: (checkpoint.count, checkpoint.at), default=None)


def signing_key() -> Ed25519PrivateKey:
    """Return the key: from the environment, else (not in production) a file only we may read."""
    given: str = settings.PRAKARSA_CHECKPOINT_KEY
    if not given and settings.IS_PRODUCTION:
        raise ImproperlyConfigured("PRAKARSA_CHECKPOINT_KEY must be set in production.")
    try:
        raw = _unpack(given or _own_key(Path(settings.PRAKARSA_FOLDER) / KEY_FILE))
        return Ed25519PrivateKey.from_private_bytes(raw)
    except ValueError as problem:
        raise ImproperlyConfigured(
            "PRAKARSA_CHECKPOINT_KEY must be 32 random bytes in base64."
        ) from problem


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public half as it stands in checkpoints and in PRAKARSA_OLD_CHECKPOINT_KEYS."""
    return _pack(key.public_key().public_bytes_raw())


def trusted_keys() -> frozenset[str]:
    """Return the public keys whose checkpoints count: today's and those used before it."""
    return frozenset({public_text(signing_key()), *settings.PRAKARSA_OLD_CHECKPOINT_KEYS})


def _own_key(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(path, flags, 0o600), "w") as file:
            file.write(_pack(os.urandom(KEY_BYTES)))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{path.name} may be readable by its owner only (chmod 600).")
    return path.read_text("ascii").strip()


def read_checkpoint(path: Path) -> Checkpoint:
    """Return a checkpoint of a file; an unreadable one is not genuine."""
    try:
        fields: dict[str, Any] = json.loads(path.read_text("utf-8"))
        count = int(fields["count"])
        if not 0 <= count < GREATEST:
            raise ValueError(count)
        return Checkpoint(
            at=str(fields["at"]),
            count=count,
            head=str(fields["head"]),
            key=str(fields["key"]),
            signature=str(fields["signature"]),
        )
    except (ValueError, KeyError, TypeError):
        return Checkpoint(at="", count=0, head="", key="", signature="")


def _write_whole(path: Path, text: str) -> None:
    """Write so that after a power cut the file is there whole or not at all."""
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _pack(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")


def _unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii"))
