"""The page as PDF, printed by a browser by the page's own rules."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 300


def browser() -> str:
    """The browser that prints.

    Raises
    ------
    FileNotFoundError
        If there is none on the path, with what to do.
    """
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        told = "no Chromium, Chrome or Edge was found to print it; install one, or print index.html from your browser"
        raise FileNotFoundError(errno.ENOENT, told, "report.pdf")
    return found


def to_pdf(html: str, program: str) -> bytes:
    """A page as PDF.

    Parameters
    ----------
    html : str
    program : str
        From `browser`.

    Raises
    ------
    OSError
        If the browser does not print it.
    """
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "index.html"), Path(folder, "report.pdf")
        page.write_text(html, encoding="utf-8")
        command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/own"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # its sandbox does not start for the superuser
            command.append("--no-sandbox")
        command += [f"--print-to-pdf={out}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise OSError(
                errno.ETIMEDOUT, f"{program} did not print it within {_SECONDS} seconds", "report.pdf"
            ) from None
        if not out.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise OSError(errno.EIO, f"{program} did not print it ({said[-1]})", "report.pdf")
        return out.read_bytes()
