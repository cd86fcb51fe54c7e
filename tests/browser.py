"""A real Chromium without a window, driven over its debugging pipe as a person drives it: keys, clicks and pictures."""

from __future__ import annotations

import base64
import json
import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .conftest import CHROMIUM

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-extensions --disable-dev-shm-usage --hide-scrollbars --remote-debugging-pipe"
)
KEYS = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Home": 36, "End": 35, "Tab": 9, "Enter": 13}
KEYS |= {"Escape": 27, "PageUp": 33, "PageDown": 34}


class Tab:
    """One page in the browser.

    Attributes
    ----------
    asked : list of str
        The addresses that it asked for.
    told : list of str
        What it wrote on its console, and the errors that nobody caught.
    """

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write, self._buffer, self._number = read, write, b"", 0
        self.asked: list[str] = []
        self.told: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = None
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    _session: str | None = None

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser for something, and wait for what it says."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        rest = json.dumps(message).encode() + b"\0"
        while rest:
            rest = rest[os.write(self._write, rest) :]
        while True:
            found = self._message()
            if found.get("id") == self._number:
                assert "error" not in found, found
                result: dict[str, Any] = found["result"]
                return result

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self._read, 1 << 20)
            assert chunk, "the browser ended"
            self._buffer += chunk
        one, self._buffer = self._buffer.split(b"\0", 1)
        found: dict[str, Any] = json.loads(one)
        params = found.get("params", {})
        if found.get("method") == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif found.get("method") == "Runtime.exceptionThrown":
            self.told.append(json.dumps(params["exceptionDetails"])[:600])
        elif found.get("method") == "Runtime.consoleAPICalled":
            self.told.append(" ".join(str(one.get("value", one.get("description"))) for one in params["args"]))
        elif found.get("method") == "Log.entryAdded":
            self.told.append(params["entry"]["text"])
        return found

    def open(self, address: str, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Go to an address, in a window of such a size."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.send(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}],
        )
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, code: str) -> Any:
        """What an expression comes to; a promise is waited for."""
        found = self.send("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True, userGesture=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, code: str, seconds: float = 60) -> Any:
        """Wait for an expression to be true."""
        end = time.monotonic() + seconds
        while not (found := self.run(code)):
            assert time.monotonic() < end, f"never came: {code}\n{self.told}"
            time.sleep(0.02)
        return found

    def press(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            text = {"Enter": "\r"}.get(name, name if len(name) == 1 else "")
            key = {"key": name, "code": name, "windowsVirtualKeyCode": KEYS.get(name, ord(name[0].upper()))}
            self.send("Input.dispatchKeyEvent", type="keyDown", **key, **({"text": text} if text else {}))
            self.send("Input.dispatchKeyEvent", type="keyUp", **key)

    def focus(self, selector: str) -> None:
        """Bring the focus to an element, which must be able to have it."""
        assert self.run(f"(e => (e.focus(), document.activeElement === e))(document.querySelector({selector!r}))")

    @contextmanager
    def frame(self) -> Iterator[None]:
        """Within the one frame of the page, which has a process of its own: what is run and pressed goes there."""
        found: list[str] = []
        end = time.monotonic() + 60
        while not found:
            assert time.monotonic() < end, "there is no frame"
            targets = self.send("Target.getTargets")["targetInfos"]
            found = [one["targetId"] for one in targets if one["type"] == "iframe"]
        outer = self._session
        self._session = self.send("Target.attachToTarget", targetId=found[0], flatten=True)["sessionId"]
        self.send("Runtime.enable")
        try:
            yield
        finally:
            self._session = outer

    def picture(self, path: Path, whole: bool = True) -> None:
        """Draw the page to a PNG."""
        options: dict[str, Any] = {}
        if whole:
            size = self.send("Page.getLayoutMetrics")["cssContentSize"]
            options = {"captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "scale": 1} | {
                "width": size["width"], "height": min(size["height"], 12_000)}}  # fmt: skip
        data = self.send("Page.captureScreenshot", format="png", **options)["data"]
        path.write_bytes(base64.b64decode(data))


@contextmanager
def chromium(folder: Path) -> Iterator[Callable[[], Tab]]:
    """A browser with a profile of its own in a folder; what it gives makes tabs."""
    ours, theirs = os.pipe(), os.pipe()  # to the browser, and from it
    command = f"exec {shlex.quote(str(CHROMIUM))} {FLAGS} --user-data-dir={shlex.quote(str(folder))} "
    command += f"3<&{ours[0]} 4>&{theirs[1]}"
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        browser = subprocess.Popen(
            ["bash", "-c", command], pass_fds=(ours[0], theirs[1]), stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    os.close(ours[0])
    os.close(theirs[1])
    try:
        yield lambda: Tab(theirs[0], ours[1])
    finally:
        browser.terminate()
        browser.wait(20)
        os.close(ours[1])
        os.close(theirs[0])
