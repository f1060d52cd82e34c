"""A small identity provider for tests: a real server with real keys, and some it should not use."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.test import Client

from tests.accounts.browser import OWN_PAGE
from tests.accounts.factors import SECURITY

CLIENT, SECRET = "prakarsa", "rahasia klien: & 100%"
DESCRIPTION = "/.well-known/openid-configuration"
# Our addresses: to the provider, back from it, and to link an account there.
START, BACK = f"/masuk/akun-lembaga/?next={OWN_PAGE}", "/masuk/akun-lembaga/kembali/"
LINK = f"{SECURITY}akun-lembaga/"


@dataclass
class Institution:
    """What the provider says and does; tests bend one thing at a time."""

    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    issuer: str = ""
    description: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signing_key: Any = None
    key_name: str = "satu"
    redirect_to: str = ""
    is_away: bool = False
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """Return the provider's description of itself."""
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/masuk",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/kunci",
        }
        return usual | self.description

    def keys(self) -> dict[str, Any]:
        """Return the public half of the true key."""
        public: dict[str, Any] = json.loads(
            jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())
        )
        return {"keys": [public | {"kid": "satu", "use": "sig", "alg": "RS256"}]}

    def approve(self, address: str, *, subject: str = "pegawai-1") -> dict[str, str]:
        """Let somebody sign in there; return what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked | {"subject": subject}
        return {"code": code, "state": asked["state"]}

    def redeem(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Give the token of a code, once, to the client that asked and holds the verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        pair = "prakarsa:rahasia%20klien%3A%20%26%20100%25"
        wanted = f"Basic {base64.b64encode(pair.encode()).decode()}"
        if asked is None or authorization != wanted:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked)}

    def token(self, asked: dict[str, str]) -> str:
        """Sign who it was."""
        usual = {
            "iss": self.issuer,
            "sub": asked["subject"],
            "aud": CLIENT,
            "exp": int(time.time()) + 300,
            "iat": int(time.time()),
            "nonce": asked["nonce"],
            "auth_time": int(time.time()),
            "email": "rini@contoh.invalid",
            "email_verified": True,
        }
        claims = {name: value for name, value in (usual | self.claims).items() if value is not None}
        key = None if self.algorithm == "none" else self.signing_key or self.key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": self.key_name})

    @property
    def setting(self) -> dict[str, Any]:
        """Return the setting that names this provider."""
        return {
            "issuer": self.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "name": "SSO Contoh",
            "may_be_private": True,
        }


def handler_for(institution: Institution) -> type[BaseHTTPRequestHandler]:
    """Return the server's way of answering."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            institution.asked.append(self.path)
            if institution.redirect_to and self.path != DESCRIPTION:
                self.send_response(302)
                self.send_header("Location", institution.redirect_to)
                self.end_headers()
                return
            pages = {DESCRIPTION: institution.describe, "/kunci": institution.keys}
            if self.path in pages and not institution.is_away:
                self._answer(200, pages[self.path]())
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            institution.asked.append(self.path)
            length = int(self.headers["Content-Length"])
            form = {
                name: values[0]
                for name, values in parse_qs(self.rfile.read(length).decode()).items()
            }
            self._answer(*institution.redeem(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: Any) -> None:
            """Keep the tests quiet."""

    return Handler


@contextmanager
def running() -> Iterator[Institution]:
    """Run a provider on a free port of this machine."""
    institution = Institution()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(institution))
    institution.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield institution
    finally:
        server.shutdown()
        server.server_close()


def visit(client: Client, institution: Institution, start: str, **who: str) -> Any:
    """Go to the provider, sign in there, and come back."""
    address = client.get(start).headers["Location"]
    assert address.startswith(f"{institution.issuer}/masuk?")
    return client.get("/masuk/akun-lembaga/kembali/", institution.approve(address, **who))
