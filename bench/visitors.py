"""A running server with its worker, and visitors that ask it as a browser does."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "prakarsa-bench-boundary"


class Server:
    """`prakarsa serve` on a free port of this machine, for as long as the block lasts."""

    def __init__(self, environment: dict[str, str], workers: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.environment = {**environment, "PRAKARSA_ADDRESS": f"http://127.0.0.1:{self.port}"}
        self.workers = workers

    def __enter__(self) -> Server:
        """Start and wait until the first page answers."""
        command = [sys.executable, "-m", "prakarsa.cli", "serve", "--port", str(self.port),
                   "--workers", str(self.workers)]  # fmt: skip
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        for _second in range(60):
            try:
                Visitor(self.port, "").get("/tentang/")
            except OSError:
                time.sleep(1)
            else:
                return self
        raise RuntimeError("the server did not answer within a minute")

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Stop web and worker."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def memory(self) -> str:
        """Return for each process what it holds now and held at most, in MB."""
        return ", ".join(
            f"{name} {now:.0f} ({most:.0f})"
            for name, now, most in map(_memory_of, _family(self.process.pid)[1:])
        )


def _family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += _family(int(child))
    return found


def _memory_of(pid: int) -> tuple[str, float, float]:
    lines = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    command = Path(f"/proc/{pid}/cmdline").read_text()
    name = "worker" if "worker" in command.split("\0") else "web"
    now, most = (int(lines[each].split()[0]) / 1000 for each in ("VmRSS", "VmHWM"))
    return name, now, most


@dataclass(frozen=True, slots=True)
class Taken:
    """How long an answer took, and where it led."""

    milliseconds: float
    address: str


class Visitor:
    """One browser with one open connection and the cookies of one person."""

    def __init__(self, port: int, cookies: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.origin = f"http://127.0.0.1:{port}"
        self.cookies = cookies
        self.bytes_received = 0

    def ask(
        self, method: str, address: str, body: bytes | None = None, kind: str = FORM,
        *, compressed: bool = False,
    ) -> tuple[http.client.HTTPResponse, bytes]:  # fmt: skip
        """Send one request and read the whole answer."""
        headers = {"Cookie": self.cookies, "Origin": self.origin}
        if body is not None:
            headers["Content-Type"] = kind
        if compressed:
            headers["Accept-Encoding"] = "gzip"
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.bytes_received = len(content)
        return answer, content

    def get(self, address: str) -> None:
        """Ask for a page that must be there."""
        answer, _content = self.ask("GET", address, compressed=True)
        if answer.status != http.client.OK:
            raise RuntimeError(f"{address}: {answer.status}")

    def timed(self, address: str) -> float:
        """Return the milliseconds from asking to the last byte."""
        start = time.perf_counter()
        self.get(address)
        return (time.perf_counter() - start) * 1000

    def form_fields(self, address: str) -> dict[str, str]:
        """Return the hidden fields of a page's form and take its CSRF cookie."""
        headers = {"Cookie": self.cookies}
        self.connection.request("GET", address, headers=headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies += "; " + cookie.split(";")[0]
        hidden = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
        pairs = [re.findall(r'(name|value)="([^"]*)"', each) for each in hidden]
        return {dict(each)["name"]: dict(each).get("value", "") for each in pairs}

    def upload(self, address: str, name: str, content: bytes) -> Taken:
        """Send a file through a page's form and follow to the page after it."""
        fields = self.form_fields(address)
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields.items()
        ]
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        body = "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        start = time.perf_counter()
        answer, page = self.ask("POST", address, body, f"multipart/form-data; boundary={BOUNDARY}")
        place = answer.headers["Location"]
        if place is None:
            raise RuntimeError(f"{address}: {answer.status} {page.decode()[-2000:]}")
        self.get(place)
        return Taken((time.perf_counter() - start) * 1000, place)

    def job(self, address: str, values: dict[str, str]) -> float:
        """Ask for long work by a page's form and return the milliseconds until it is done."""
        fields = self.form_fields(address) | values
        start = time.perf_counter()
        answer, page = self.ask("POST", address, urllib.parse.urlencode(fields).encode())
        place = answer.headers["Location"]
        if place is None:
            raise RuntimeError(f"{address}: {answer.status} {page.decode()[-2000:]}")
        for _look in range(6_000):
            _answer, content = self.ask("GET", place + "kemajuan/")
            progress = content.decode()
            if "hx-trigger" not in progress:
                taken = (time.perf_counter() - start) * 1000
                if "Selesai" not in progress:
                    raise RuntimeError(f"{place}: {progress}")
                return taken
            time.sleep(0.1)
        raise RuntimeError(f"{place}: not done within ten minutes")
