#!/usr/bin/env python3
"""Installs the library bare, then with each extra alone, and uses what the extra is for: .ci/extras.py [EXTRA ...]

Every environment is new. That of an extra holds what the extra brings and sees the bare one beside it, so nothing
comes from another extra. Bare, each use must fail with the line that installs what it needs. Some minutes, most of them
pip's, so ``.ci/run`` leaves it out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import tomllib
from pathlib import Path

TOP = Path(__file__).parents[1]
BEGIN = """
import pandas as pd
import strategyscore as ss

rubric = ss.load_rubric({"rubric": "mine", "impute": IMPUTE, "criteria": [
    {"id": "a", "unit": "one", "normalise": "minmax"}, {"id": "b", "unit": "one", "normalise": "minmax"}]})
table = pd.DataFrame({"code": ["KEN", "RUS", "UGA", "ZAF"], "a": [1, 2, 3, 5], "b": [2, 3, None, 4]})
scores = ss.score(rubric, ss.read_table(table, rubric))
""".replace("IMPUTE", '"none"')
FORMAT = """
path = ss.tables.ranking(scores).save("ranking.SUFFIX")
assert path.stat().st_size > 1000
table.to_FORMAT("values.SUFFIX", index=False)
assert ss.read_table("values.SUFFIX", rubric).codes == scores.countries.codes
"""
# What is done with each extra, and whether the library itself says what is missing without it.
USES = {
    "jupyter": (BEGIN + "assert 'script' in ss.explorer(scores).widget.page", True),
    "excel": (BEGIN + FORMAT.replace("SUFFIX", "xlsx").replace("FORMAT", "excel"), True),
    "impute": (BEGIN.replace('"none"', '"regression"') + "assert scores.nodes.imputed.any()", True),
    "parquet": (BEGIN + FORMAT.replace("SUFFIX", "parquet").replace("FORMAT", "parquet"), True),
    "office": (BEGIN + "ss.write_report(scores, 'out', charts=[], draws=0, also=['docx', 'pptx'])", True),
    "cluster": (
        BEGIN
        + "from distributed import Client\n"
        + "with Client(processes=False, n_workers=1, dashboard_address=None) as client:\n"
        + "    far = ss.uncertainty(scores, draws=3000, executor=client.get_executor())\n"
        + "assert (far.kept == ss.uncertainty(scores, draws=3000).kept).all()",
        False,
    ),
    "audit": (
        "import cyclonedx_py, pip_audit, piplicenses\nfrom license_expression import Licensing\n"
        "assert Licensing().parse('MIT OR Apache-2.0')",
        False,
    ),
    "docs": (
        f"import sys\nsys.path.insert(0, {str(TOP / 'docs' / '_ext')!r})\n"
        "import anywidget, ipykernel, myst_nb, numpydoc, pydata_sphinx_theme, sphinx_copybutton, sphinx_design\n"
        "from site_parts import methods\nassert '### geometric' in methods.page('aggregate')",
        False,
    ),
    "mutation": ("from cosmic_ray.plugins import operator_names\nassert list(operator_names())", False),
    "dev": (
        f"import pytest\nraise SystemExit(pytest.main(['-q', '-n0', '-p', 'no:cacheprovider', "
        f"{str(TOP / 'tests' / 'test_aggregation.py')!r}]))",
        False,
    ),
}  # fmt: skip


def run(*words: str | Path, at: Path) -> subprocess.CompletedProcess[str]:
    """Run a command within a folder, with nothing of the surroundings on the path of modules."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(list(map(str, words)), cwd=at, env=surroundings, capture_output=True, text=True)


def environment(at: Path, what: str, beside: Path | None = None) -> Path:
    """A new environment with what is named, which sees the modules of another one; its interpreter."""
    run(sys.executable, "-m", "venv", at, at=at.parent).check_returncode()
    paths = {"base": str(at), "platbase": str(at)}
    if beside:
        (Path(sysconfig.get_path("purelib", vars=paths)) / "beside.pth").write_text(f"{beside}\n", encoding="utf-8")
    python = Path(sysconfig.get_path("scripts", vars=paths)) / "python"
    pip(python, "install", what)
    return python


def pip(python: str | Path, *words: str | Path) -> None:
    """Run pip for an interpreter."""
    done = run(python, "-m", "pip", words[0], "--quiet", *words[1:], at=TOP)
    if done.returncode:
        raise SystemExit(f"pip {' '.join(map(str, words))}:\n{done.stderr}")


def main() -> int:
    """Try every extra, or those that are named; 1 where one does not work."""
    extras = list(tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"])
    if strange := set(extras) ^ set(USES):
        raise SystemExit(f"extras and their uses do not go together: {', '.join(sorted(strange))}")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pip(sys.executable, "wheel", "--no-deps", "--wheel-dir", work, ".")
        (wheel,) = work.glob("*.whl")
        bare = environment(work / "bare", str(wheel))
        beside = Path(sysconfig.get_path("purelib", vars={"base": str(work / "bare")}))
        done = run(bare, "-c", BEGIN + "ss.charts.ranking(scores)", at=work)
        print(f"bare: {done.stderr or 'works'}", flush=True)
        wrong += bool(done.returncode)
        for extra in sys.argv[1:] or extras:
            use, told = USES[extra]
            done = run(bare, "-c", use, at=work)
            if not done.returncode or (told and f"strategyscore[{extra}]" not in done.stderr):
                wrong += 1
                print(f"{extra}: without it {done.stderr or 'its use works'}", flush=True)
            begun = time.monotonic()
            done = run(environment(work / extra, f"{wheel}[{extra}]", beside), "-c", use, at=work)
            wrong += bool(done.returncode)
            said = f"{done.stdout}{done.stderr}" if done.returncode else "works"
            print(f"{extra}: {said} ({time.monotonic() - begun:.0f} s)", flush=True)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
