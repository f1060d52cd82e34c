"""What the people of the journeys type: an invented innovation, and words that must stay inside."""

from __future__ import annotations

from dataclasses import dataclass

# Personal and confidential on purpose: they may be in the database and on the pages of those who
# are entitled, and nowhere else (P02).
NIP = "198712312015041999"
TELEPHONE = "081298765432"
AMOUNT = "73.519.246"
PERSON, ADDRESS = "Sekar Kenari", "sekar.kenari@contoh.invalid"
CANARIES = (NIP, TELEPHONE, AMOUNT, AMOUNT.replace(".", ""), PERSON, ADDRESS, "kenari")

SENTENCE = "Warga menitipkan berkas di warung terdekat dan petugas mengambilnya setiap sore hari."


def long_text(words: int) -> str:
    """Return a text of so many words."""
    supply = SENTENCE.rstrip(".").split()
    return " ".join(supply[place % len(supply)] for place in range(words))


@dataclass(frozen=True)
class Claim:
    """One indicator: what is claimed, worth how many points, and the proof given."""

    indicator: str
    name: str
    level: int
    points: int
    number: str = ""
    link: str = ""


# The five compulsory indicators of 2026.
CLAIMS = (
    Claim("16", "Regulasi Inovasi Daerah", 1, 3),
    Claim("17", "Ketersediaan dan peran SDM", 2, 4),
    Claim("32", "Kecepatan penciptaan inovasi", 3, 6),
    Claim("33", "Kemanfaatan inovasi", 2, 6, number="312"),
    Claim("35", "Video inovasi daerah", 2, 8, link="https://video.contoh.invalid/titip"),
)
