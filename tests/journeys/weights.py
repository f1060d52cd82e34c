"""Count the bytes and requests of a page as they really come over the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

KB = 1024


@dataclass
class Meter:
    """Listens to the network of one page; static files are remembered by what they once cost."""

    cost: dict[str, int] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    unpacked: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Begin to listen."""
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._note_request)
        wire.on("Network.responseReceived", self._note_answer)
        wire.on("Network.loadingFinished", self._note_bytes)

    def _note_request(self, event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if address.startswith("http"):
            self.asked[event["requestId"]] = address

    def _note_answer(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        is_text = any(word in answer["mimeType"] for word in ("html", "css", "javascript", "svg"))
        if is_text and answer["url"].startswith("http") and "content-encoding" not in headers:
            self.unpacked.add(answer["url"])

    def _note_bytes(self, event: dict[str, Any]) -> None:
        address = self.asked.get(event["requestId"])
        if address:
            # A file from the cache costs nothing now; what it cost once is kept.
            received = int(event["encodedDataLength"])
            self.cost[address] = max(received, self.cost.get(address, 0))

    def begin(self) -> None:
        """Forget the requests of the page before."""
        self.asked.clear()

    def weight(self, address: str) -> tuple[int, int, int]:
        """Return bytes of a first visit, bytes of a later one, and requests of the page."""
        asked = set(self.asked.values())
        later = self.cost[address]
        return sum(self.cost[each] for each in asked), later, len(asked)
