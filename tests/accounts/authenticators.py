"""A passkey in software: answers a site's questions as a browser with a key would."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, HAS_KEY = 1, 4, 64


def written(data: bytes) -> str:
    """Return bytes as browsers write them."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One key, bound to the site it was made for."""

    site: str = "http://localhost"
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    identifier: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    counter: int = 0
    counts: bool = True
    flags: int = PRESENT | VERIFIED

    def create(self, question: dict[str, Any]) -> str:
        """Answer "make a passkey"."""
        length = len(self.identifier).to_bytes(2, "big")
        key = cbor.encode(dict(ES256.from_cryptography_key(self.private.public_key())))
        known = bytes(16) + length + self.identifier + key
        data = self._data(question["publicKey"]["rp"]["id"], HAS_KEY) + known
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", question)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def get(self, question: dict[str, Any]) -> str:
        """Answer "sign with a passkey"."""
        self.counter += self.counts
        data = self._data(question["publicKey"]["rpId"], 0)
        client = self._client("webauthn.get", question)
        signed = data + hashlib.sha256(client).digest()
        signature = self.private.sign(signed, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, party: str, flags: int) -> bytes:
        digest = hashlib.sha256(party.encode()).digest()
        return digest + bytes([self.flags | flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, question: dict[str, Any]) -> bytes:
        challenge = question["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.site}).encode()

    def _answer(self, **response: bytes) -> str:
        identifier = written(self.identifier)
        parts = {name: written(data) for name, data in response.items()}
        answer = {"id": identifier, "rawId": identifier, "type": "public-key", "response": parts}
        return json.dumps(answer)
