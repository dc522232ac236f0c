"""The real browser, spoken to over a pair of pipes: opens a page from disk, asks it things, and takes pictures."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Set where the browser must be there: a missing one is then a failure, not a skip.
REQUIRE = "ASSENT_REQUIRE_BROWSER"
_OPTIONS = (
    "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


class Browser:
    """One tab. `asked` holds the address of every request that it made."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._number, self._rest, self._session = 0, b"", ""
        self.asked: list[str] = []
        self.said: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **given: Any) -> Any:
        """One command of the DevTools protocol and what it answers."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._hear()
            if heard.get("id") == self._number:
                assert "error" not in heard, (method, heard["error"])
                return heard["result"]

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            block = os.read(self._receive, 1 << 20)
            assert block, "the browser is gone"
            self._rest += block
        line, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(line)
        given = heard.get("params", {})
        if heard.get("method") == "Network.requestWillBeSent":
            self.asked.append(given["request"]["url"])
        if heard.get("method") == "Log.entryAdded":
            self.said.append(given["entry"]["text"])
        return heard

    def open(self, page: Path, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Shows a file, as wide and as dark as wished."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Page.navigate", url=page.as_uri())
        while self._hear().get("method") != "Page.loadEventFired":
            pass

    def value(self, script: str) -> Any:
        """What an expression is worth in the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def picture(self, to: Path, *, whole: bool = True) -> None:
        """A PNG of the page, all of it or what is seen at first."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        to.write_bytes(base64.b64decode(shot["data"]))

    def paper(self, to: Path) -> None:
        """The page as it prints."""
        to.write_bytes(base64.b64decode(self.call("Page.printToPDF", printBackground=False)["data"]))


def program() -> str:
    """The browser of this machine; a test without one is skipped, and says so."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), "")
    if not found and os.environ.get(REQUIRE):
        pytest.fail("there is no Chromium here")
    if not found:
        pytest.skip("there is no Chromium here")
    return found


@contextmanager
def browser(home: Path) -> Iterator[Browser]:
    """A browser with a home of its own, which knows nothing of this machine's."""
    words = [program(), *_OPTIONS, f"--user-data-dir={home / 'profile'}", "about:blank"]
    theirs_in, send = os.pipe()
    receive, theirs_out = os.pipe()
    # The protocol wants the numbers 3 and 4.
    line = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
    running = subprocess.Popen(
        ["bash", "-c", line, "browser", *words],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(send, receive)
    finally:
        running.kill()  # it holds nothing worth keeping
        running.wait()
        os.close(send)
        os.close(receive)
