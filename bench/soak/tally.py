"""What a run counted, and the table of it."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class Line:
    """One kind of round: kills, those that cut something, what went on, what was lost or twice."""

    kills: int = 0
    cut: int = 0
    went_on: int = 0
    lost: int = 0
    twice: int = 0
    seconds: float = 0


@dataclass(slots=True)
class Tally:
    """All lines of one database, and what was found at the end."""

    lines: dict[str, Line] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, **counts: float) -> None:
        """Add to the line of a kind."""
        with self.lock:
            line = self.lines.setdefault(kind, Line())
            for name, count in counts.items():
                setattr(line, name, getattr(line, name) + count)

    def fault(self, text: str) -> None:
        """Note what must not be."""
        with self.lock:
            self.faults.append(text)

    @property
    def kills(self) -> int:
        """How many processes were killed."""
        return sum(line.kills for line in self.lines.values())

    def rows(self) -> list[str]:
        """Return the table in Markdown."""
        head = "| killed during | kills | cut | went on | lost | twice | seconds |"
        if not self.lines:
            return self._notes()
        rows = [head, "|---|---|---|---|---|---|---|"]
        total = Line()
        for name, line in [*self.lines.items(), ("all", total)]:
            values = asdict(line)
            if line is not total:
                for column, value in values.items():
                    setattr(total, column, getattr(total, column) + value)
            rows.append(
                f"| {name} | " + " | ".join(f"{value:.0f}" for value in values.values()) + " |"
            )
        return [*rows, "", *self._notes()]

    def _notes(self) -> list[str]:
        return [f"- {name}: {text}" for name, text in self.facts.items()]
