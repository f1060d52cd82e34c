"""A crowd that works without pause, and the journal of what the site confirmed to it."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

from bench.soak.people import KINDS, Act, Browser, NotNow, Strange

PAUSE_SECONDS, AGAIN_SECONDS, PATIENCE_SECONDS = 0.02, 0.25, 120
# How long an act takes before the first one was measured, and how fast the guess follows.
FIRST_GUESS, WEIGHT = 0.5, 0.2


class Journal:
    """What is under way, what was confirmed, what was strange; shared by all threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way: dict[str, Act] = {}
        self._begun: Counter[str] = Counter()
        self._seconds = dict.fromkeys(KINDS, FIRST_GUESS)
        self.confirmed: list[Act] = []
        self.strange: list[str] = []
        self.not_now = 0

    def begin(self, act: Act) -> None:
        """Note that an act was begun."""
        with self._changed:
            self._under_way[act.kind] = act
            self._begun[act.kind] += 1
            self._changed.notify_all()

    def end(self, act: Act, seconds: float) -> None:
        """Note that the site confirmed an act."""
        with self._changed:
            self._under_way.pop(act.kind, None)
            self.confirmed.append(act)
            if not act.breaks:
                self._seconds[act.kind] += WEIGHT * (seconds - self._seconds[act.kind])
            self._changed.notify_all()

    def note(self, problem: str) -> None:
        """Note an answer that must not be, and let waiting threads know."""
        with self._changed:
            self.strange.append(problem)
            self._changed.notify_all()

    def wait_for_begin(self, kind: str) -> None:
        """Wait until the next act of a kind begins."""
        with self._changed:
            before = self._begun[kind]
            self._wait(lambda: self._begun[kind] > before, f"no {kind} begins")

    def typical_seconds(self, kind: str) -> float:
        """Return how long an undisturbed act of a kind takes."""
        return self._seconds[kind]

    def under_way(self) -> list[Act]:
        """Return the acts that were begun and not confirmed."""
        with self._changed:
            return list(self._under_way.values())

    def wait_for_end(self, acts: list[Act]) -> None:
        """Wait until the site has confirmed these acts."""
        with self._changed:
            pending = {id(act) for act in acts}
            self._wait(
                lambda: pending.isdisjoint(map(id, self._under_way.values())),
                "what was cut is not confirmed after the restart",
            )

    def _wait(self, is_so: Callable[[], bool], otherwise: str) -> None:
        if not self._changed.wait_for(lambda: is_so() or bool(self.strange), PATIENCE_SECONDS):
            self.strange.append(otherwise)
        if self.strange:
            raise Strange(self.strange[0])


class Clerk(threading.Thread):
    """One person who does one act after the other until told to stop."""

    def __init__(self, browser: Browser, acts: Iterator[Act], journal: Journal) -> None:
        super().__init__(daemon=True)
        self.browser, self.acts, self.journal = browser, acts, journal
        self.over = threading.Event()

    def run(self) -> None:
        """Work; an answer that must not be ends the work and is noted."""
        for act in self.acts:
            if self.over.is_set():
                return
            self.journal.begin(act)
            begun = time.monotonic()
            try:
                self._repeat(act)
            except Exception as problem:
                self.journal.note(f"{act.kind}: {problem!r}")
                return
            self.journal.end(act, time.monotonic() - begun)
            time.sleep(PAUSE_SECONDS)

    def _repeat(self, act: Act) -> None:
        """Do an act again and again until the site confirms it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                act.perform(self.browser)
            except NotNow:
                self.journal.not_now += 1
            except (OSError, http.client.HTTPException):
                act.breaks += 1
                self.browser.close()
            else:
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"{act.name} is not taken")
            time.sleep(AGAIN_SECONDS)
