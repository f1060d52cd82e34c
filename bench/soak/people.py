"""What people do on the pages while processes die; each act is repeated until it is confirmed."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import random
import re
import secrets
import urllib.parse
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import pikepdf

PIECE_BYTES = 96 * 1024
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "prakarsa-soak-boundary"
# The answers that say: not now, come again.
NOT_NOW = frozenset({429, 502, 503})
PIECES, FORM_FILE, VERDICT, NEW = "upload in pieces", "upload by form", "verdict", "new innovation"
KINDS = (PIECES, FORM_FILE, VERDICT, NEW)


class Strange(Exception):
    """The site answered what it must not answer."""


@dataclass(slots=True)
class Answer:
    """Status, headers and body of one answer."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def words(self) -> str:
        """What a person reads of it: the main part of a page without its marks."""
        main = self.text.partition("<main")[2] or self.text
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", f"<{main}")).strip()


class NotNow(Exception):
    """The site asks to come again later."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status}: {answer.words}")
        self.answer = answer


class Browser:
    """One signed-in browser; its connection may break and is then opened anew."""

    def __init__(self, port: int, cookies: str, timeout: float = 90) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        # Any secret will do that stands in the cookie and in the request alike.
        self.token = secrets.token_hex(16)
        self.headers = {
            "Cookie": f"{cookies}; prakarsa-csrf={self.token}",
            "X-CSRFToken": self.token,
            "Origin": f"http://127.0.0.1:{port}",
        }

    def ask(self, method: str, address: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request and read the whole answer; raise NotNow, OSError, HTTPException."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, address, body, self.headers | named)
        response = self.connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode(errors="replace"))
        if answer.status in NOT_NOW:
            raise NotNow(answer)
        return answer

    def post(self, address: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self.ask("POST", address, urllib.parse.urlencode(fields).encode(), Content_Type=FORM)

    def close(self) -> None:
        """Forget the connection."""
        self.connection.close()


@dataclass(frozen=True, slots=True)
class Place:
    """An indicator of a reported innovation, as its address names it."""

    key: str
    indicator: str


@dataclass(slots=True)
class Act(ABC):
    """One thing a person wants done; `name` is what is looked for afterwards."""

    name: str
    kind: str = field(init=False)
    breaks: int = field(init=False, default=0)
    # How many bytes were there already when an upload went on after a break.
    resumed_at: int = field(init=False, default=0)

    @abstractmethod
    def perform(self, browser: Browser) -> None:
        """Do it, or do it again; return when the site has confirmed it."""


@dataclass(slots=True)
class Record(Act):
    """Record an innovation of a name of its own."""

    agency: str

    def __post_init__(self) -> None:
        self.kind = NEW

    def perform(self, browser: Browser) -> None:
        """Send the form; the same draft once more leads to the same page."""
        fields = {"name": self.name, "agency": self.agency}
        require_redirect(browser.post("/inovasi/baru/", fields))


@dataclass(slots=True)
class Decide(Act):
    """Accept or return a proof with a reason of its own."""

    place: Place
    verdict: str
    level: int
    version: str = ""

    def __post_init__(self) -> None:
        self.kind = VERDICT

    def perform(self, browser: Browser) -> None:
        """Open the page once and send its form, after a break the very same form again."""
        address = f"/antrean/{self.place.key}/{self.place.indicator}/"
        self.version = self.version or version_on(browser, address)
        require_redirect(browser.post(address, {
            "version": self.version, "verdict": self.verdict, "level": str(self.level),
            "reason": self.name,
        }))  # fmt: skip


@dataclass(slots=True)
class GiveFile(Act):
    """Put a file under a claim by the form alone."""

    place: Place
    content: bytes
    version: str = ""

    def __post_init__(self) -> None:
        self.kind = FORM_FILE

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return f"/bukti/{self.place.key}/{self.place.indicator}/berkas/"

    def open_page(self, browser: Browser) -> None:
        """See the page with the form once; after a break the very same form is sent again."""
        self.version = self.version or version_on(browser, self.address.removesuffix("berkas/"))

    def perform(self, browser: Browser) -> None:
        """Send the form with its file."""
        self.open_page(browser)
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="version"\r\n\r\n'
            f"{self.version}\r\n"
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="bukti.pdf"'
            "\r\nContent-Type: application/pdf\r\n\r\n"
        )
        body = head.encode() + self.content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        require_redirect(browser.ask("POST", self.address, body, Content_Type=kind))


@dataclass(slots=True)
class GiveInPieces(GiveFile):
    """Put a file under a claim in pieces, going on after a break where it stopped."""

    def __post_init__(self) -> None:
        self.kind = PIECES

    def perform(self, browser: Browser) -> None:
        """Begin or find the upload, send what is missing, then the form that names it."""
        self.open_page(browser)
        words = {"filename": "bukti.pdf", "target": self.address, "modified": self.name[:40]}
        pairs = (f"{name} {base64.b64encode(text.encode()).decode()}"
                 for name, text in words.items())  # fmt: skip
        begun = browser.ask(
            "POST", "/unggahan/", b"", Upload_Length=str(len(self.content)),
            Upload_Metadata=",".join(pairs), Content_Type="text/plain",
        )  # fmt: skip
        place = begun.headers["Location"]
        if begun.status != http.client.CREATED or place is None:
            raise Strange(f"upload not begun: {begun.status} {begun.words}")
        offset, is_there = int(begun.headers["Upload-Offset"]), False
        if self.breaks:
            self.resumed_at = max(self.resumed_at, offset)
        # A last piece of no bytes asks to look at what was complete when the break came.
        while not is_there:
            offset, is_there = self._send_piece(browser, place, offset)
        key = place.strip("/").rpartition("/")[2]
        require_redirect(browser.post(self.address, {"upload": key, "version": self.version}))

    def _send_piece(self, browser: Browser, place: str, offset: int) -> tuple[int, bool]:
        """Send one piece; return where the upload stands and whether it is complete."""
        piece = self.content[offset : offset + PIECE_BYTES]
        digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        sent = browser.ask(
            "PATCH", place, piece, Upload_Offset=str(offset),
            Upload_Checksum=f"sha256 {digest}", Content_Type="application/offset+octet-stream",
        )  # fmt: skip
        if sent.status not in (http.client.NO_CONTENT, http.client.CONFLICT):
            raise Strange(f"piece at {offset}: {sent.status} {sent.words}")
        reached = int(sent.headers["Upload-Offset"])
        is_taken = sent.status == http.client.NO_CONTENT
        return reached, is_taken and reached == len(self.content)


def version_on(browser: Browser, address: str) -> str:
    """Return the version of the record that a page shows."""
    page = browser.ask("GET", address)
    found = re.search(r'name="version" value="(\d+)"', page.text)
    if found is None:
        raise Strange(f"{address}: {page.status} without a form")
    return found[1]


def require_redirect(answer: Answer) -> None:
    """Raise Strange unless a form was taken, with the words of the page that says why not."""
    if answer.status != http.client.FOUND:
        raise Strange(f"{answer.status}: {answer.words}")


def make_paper(size: int, dice: random.Random) -> bytes:
    """Return a PDF that exists once, of about so many bytes."""
    with pikepdf.new() as document:
        page = document.add_blank_page()
        noise = b"% " + dice.randbytes(size // 2).hex().encode()
        page.obj.Contents = document.make_stream(noise)
        target = io.BytesIO()
        document.save(target, compress_streams=False)
        return target.getvalue()
