"""Inputs that are nearly right: seeds with bytes, words and lines changed, and with what has hurt before."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

_WORDS = re.compile(rb"[\w.\-]+|[^\w\s]")
NASTY: tuple[bytes, ...] = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in [
        *("0", "-1", "1e400", "-1e-320", "999999999", "1" * 310, ".inf", ".nan", "1_000", "0x10", "1/0", "1e99999999"),
        *(
            "null",
            "~",
            "yes",
            "true",
            "[]",
            "{}",
            "''",
            '""',
            "*a",
            "&a",
            "!!python/object:os.system",
            "<<",
            "? ",
            "- ",
        ),
        *("=1+1", "@SUM(A1)", "x;=1", "a\x1b]0;t\x07", "\u202e", "\u200d", "\ufffe", "\U000e0041", "\udc80", "%s"),
        *("../../etc/passwd", "<script>alert(1)</script>", "![x](https://t/x)", "\\input{x}", "{{7*7}}", "${x}", "$x$"),
        *("9999-12-31", "0000-00-00", "2025-13", "\u0662\u0660\u0662\u0665", "A" * 300, "levels", "include", "weight"),
        *("{method: power, p: 400}", "{method: ahp, matrix: [[1, '1e9'], [1, 1]]}", "{method: owa, weights: [1e308]}"),
        *(
            "[-1e308, 1e308]",
            "[0, 5e-324]",
            "geometric",
            "minmax",
            "KEN",
            "N/A",
            "-nan",
            "1,5",
            "1 000",
            "TRUE",
            "50 %",
        ),
        *("--out", "/dev/null", "--draws", "-c", "-w", "law=1e308", "--as-of", "--format", "latex", "--vary", "v.yaml"),
    ]
)


def mutated(seed: bytes, others: Sequence[bytes], random: random.Random) -> bytes:
    """A seed changed in one to six places."""
    data = seed
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        data = random.choice(_WAYS)(data, others, random)
    return data[: 1 << 16]


def _word(data: bytes, others: Sequence[bytes], random: random.Random) -> bytes:
    words = list(_WORDS.finditer(data))
    if not words:
        return data + random.choice(NASTY)
    one = random.choice(words)
    new = random.choice(NASTY)
    if random.random() < 0.3:
        new = random.choice(words).group()
    return data[: one.start()] + new + data[one.end() :]


def _byte(data: bytes, others: Sequence[bytes], random: random.Random) -> bytes:
    at = random.randrange(len(data) + 1)
    kind = random.randrange(3)
    new = b"" if kind == 0 else bytes([random.randrange(256)])
    return data[:at] + new + data[at + (kind != 1) :]


def _lines(data: bytes, others: Sequence[bytes], random: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    kind = random.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, random.choice(lines))
    elif kind == 2:
        other = random.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] = random.choice((b"  ", b" ", b"    ", b"\t")) + lines[at]
    else:
        lines[at] = lines[at].removeprefix(b"  ")
    return b"\n".join(lines)


def _splice(data: bytes, others: Sequence[bytes], random: random.Random) -> bytes:
    other = random.choice(others).split(b"\n")
    lines = data.split(b"\n")
    at, first = random.randrange(len(lines)), random.randrange(len(other))
    return b"\n".join([*lines[:at], *other[first : first + random.randrange(1, 12)], *lines[at:]])


def _repeat(data: bytes, others: Sequence[bytes], random: random.Random) -> bytes:
    at = random.randrange(len(data) + 1)
    size = random.choice((1, 4, 16, 64))
    return data[:at] + data[at : at + size] * random.choice((2, 3, 50)) + data[at + size :]


_WAYS = (_word, _word, _word, _word, _byte, _lines, _lines, _splice, _repeat)
