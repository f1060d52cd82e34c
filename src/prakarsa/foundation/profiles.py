"""Read the environment once, loudly: a wrong or missing setting stops the start."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

PROFILES = ("production", "demo", "test")
# Libraries without the 2026 WAL-reset fault; older ones keep the rollback journal.
WAL_SAFE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
# With the rollback journal a long write shuts readers out as soon as its changed pages leave the
# cache; up to this many pages (256 MB) they stay in it until the commit.
SPILL_PAGES = 65_536
# Seconds. SQLite reads its whole schema, and every page of the file anew, at each connection.
KEEP_CONNECTIONS = 60
# Seconds. No page comes near; `prakarsa migrate` lifts the first one for itself.
POSTGRES_LIMITS = {"statement_timeout": 60, "idle_in_transaction_session_timeout": 300}


def read_profile(env: Env) -> str:
    """Return the profile; production unless another is asked for by name."""
    profile: str = env.str("PRAKARSA_PROFILE", "production")
    if profile not in PROFILES:
        raise ImproperlyConfigured(f"PRAKARSA_PROFILE is {profile!r}; choose one of {PROFILES}.")
    return profile


def values_read(environment: Env) -> dict[str, Any]:
    """Return all settings that were asked for so far, by name, defaults included."""
    return dict(environment.dump())


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Say whether this SQLite version may use the write-ahead log."""
    newest, *lines = WAL_SAFE
    if version >= newest:
        return True
    return any(version[:2] == line[:2] and version >= line for line in lines)


def sqlite_options() -> dict[str, Any]:
    """Return connection options that survive a power cut."""
    journal = "WAL" if is_wal_safe(sqlite3.sqlite_version_info) else "DELETE"
    pragmas = (
        f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        f" PRAGMA cache_spill={SPILL_PAGES};"
    )
    return {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}


def postgres_options() -> dict[str, Any]:
    """Return connection options that let no statement and no forgotten transaction run for ever."""
    limits = " ".join(f"-c {name}={seconds * 1000}" for name, seconds in POSTGRES_LIMITS.items())
    return {"options": limits, "connect_timeout": 10}


def read_database(env: Env, folder: Path) -> dict[str, Any]:
    """Return Django's database settings for DATABASE_URL (SQLite file by default)."""
    default = f"sqlite:///{folder / 'prakarsa.sqlite3'}"
    url: str = env.str("DATABASE_URL", default)
    database: dict[str, Any] = parse_database_url(url)
    database["CONN_MAX_AGE"] = KEEP_CONNECTIONS
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = sqlite_options()
    else:
        database["CONN_HEALTH_CHECKS"] = True
        database["OPTIONS"] = postgres_options()
    return database


def parse_database_url(url: str) -> dict[str, Any]:
    """Return Django's settings for the address of a database, without its options."""
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(url.removeprefix("sqlite:///"))
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name or ":memory:"}
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if not parts.path.strip("/") or not _has_number_as_port(parts.netloc):
        raise ImproperlyConfigured(
            "DATABASE_URL must be postgresql://user:password@host:port/name, with a number as port"
            " and special characters of the password written as %40 and so on."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {},
    }


def _has_number_as_port(place: str) -> bool:
    port = place.rpartition("@")[2].rpartition("]")[2].partition(":")[2]
    return not port or port.isdecimal()


def read_secret(env: Env, profile: str, folder: Path) -> str:
    """Return the secret key; the demo makes its own, production must be given a strong one."""
    secret: str = env.str("PRAKARSA_SECRET_KEY", "")
    if profile != "production":
        return secret or _own_secret(folder / "secret.key")
    if len(secret) < 50 or len(set(secret)) < 10 or secret.startswith("django-insecure"):
        raise ImproperlyConfigured(
            "PRAKARSA_SECRET_KEY must be at least 50 random characters in production."
        )
    return secret


def _own_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def read_hosts(env: Env, profile: str) -> list[str]:
    """Return the host names served; production names them and never uses a wildcard."""
    hosts: list[str] = env.list("PRAKARSA_HOSTS", [])
    if profile != "production":
        return hosts or ["127.0.0.1", "localhost", "testserver", "[::1]"]
    if not hosts or any("*" in host or host.startswith(".") for host in hosts):
        raise ImproperlyConfigured("PRAKARSA_HOSTS must name the site's host names, no wildcard.")
    return hosts


def read_proxies(env: Env, profile: str) -> int:
    """Return how many proxies stand before the site; production must say so."""
    count: int | None = env.int("PRAKARSA_PROXIES", None if profile == "production" else 0)
    if count is None or count < 0:
        raise ImproperlyConfigured("PRAKARSA_PROXIES must say how many proxies stand before us.")
    return count


def read_address(env: Env, profile: str) -> str:
    """Return the address that links in mails begin with; production names its own, with https."""
    address: str = env.str("PRAKARSA_ADDRESS", "").rstrip("/")
    if profile != "production":
        return address or "http://127.0.0.1:8000"
    if not address.startswith("https://"):
        raise ImproperlyConfigured("PRAKARSA_ADDRESS must be the site's address with https://.")
    return address


def read_metrics_token(env: Env) -> str:
    """Return the token that opens the metrics; none closes them to everybody who has to show it."""
    token: str = env.str("PRAKARSA_METRICS_TOKEN", "")
    if token and len(token) < 32:
        raise ImproperlyConfigured("PRAKARSA_METRICS_TOKEN must have at least 32 characters.")
    return token


def read_checkpoint_key(env: Env, profile: str) -> str:
    """Return the key that signs audit checkpoints; production keeps it away from the database."""
    key: str = env.str("PRAKARSA_CHECKPOINT_KEY", "")
    if profile == "production" and not key:
        raise ImproperlyConfigured(
            "PRAKARSA_CHECKPOINT_KEY must hold 32 random bytes in base64 in production."
        )
    return key


NO_LIMIT = 1_000_000


def read_limits(env: Env, profile: str) -> dict[str, int]:
    """Return how often one visitor may ask: searches and refusals a minute, the rest ten minutes.

    The suite asks more often than people do, and sets the limits that it tests.
    """
    limits: dict[str, int] = {
        "SEARCHES": env.int("PRAKARSA_LIMIT_SEARCHES", 90),
        "EXPORTS": env.int("PRAKARSA_LIMIT_EXPORTS", 30),
        "PAPERS": env.int("PRAKARSA_LIMIT_PAPERS", 30),
        "UPLOADS": env.int("PRAKARSA_LIMIT_UPLOADS", 200),
        "OPEN_DATA": env.int("PRAKARSA_LIMIT_OPEN_DATA", 30),
        "LETTERS": env.int("PRAKARSA_LIMIT_LETTERS", 20),
        "IDENTITIES": env.int("PRAKARSA_LIMIT_IDENTITIES", 120),
        "API": env.int("PRAKARSA_LIMIT_API", 240),
        "CHECKS": env.int("PRAKARSA_LIMIT_CHECKS", 30),
        "REFUSALS": env.int("PRAKARSA_LIMIT_REFUSALS", 10),
    }
    for name, most in limits.items():
        if most < 1:
            raise ImproperlyConfigured(f"PRAKARSA_LIMIT_{name} must be at least 1.")
    return dict.fromkeys(limits, NO_LIMIT) if profile == "test" else limits


def read_oidc(env: Env, profile: str) -> dict[str, Any] | None:
    """Return the institution's identity provider; none unless its issuer is set."""
    issuer: str = env.str("PRAKARSA_OIDC_ISSUER", "")
    values = {
        "client_id": env.str("PRAKARSA_OIDC_CLIENT_ID", ""),
        "client_secret": env.str("PRAKARSA_OIDC_CLIENT_SECRET", ""),
        "name": env.str("PRAKARSA_OIDC_NAME", ""),
    }
    may_be_private: bool = env.bool("PRAKARSA_OIDC_PRIVATE", False)
    if not issuer:
        return None
    if profile == "production" and not issuer.startswith("https://"):
        raise ImproperlyConfigured("PRAKARSA_OIDC_ISSUER must begin with https:// in production.")
    for name, value in values.items():
        if not value:
            raise ImproperlyConfigured(f"PRAKARSA_OIDC_{name.upper()} must be set with the issuer.")
    return {"issuer": issuer, **values, "may_be_private": may_be_private}
