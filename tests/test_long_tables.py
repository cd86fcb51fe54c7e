"""Long tables: the same scores as the wide one, and problems told where they stand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import strategyscore as ss

DATA = Path(__file__).parent / "published" / "data"
LEAF = {"unit": "%", "normalise": {"method": "goalposts", "low": 0, "high": 100}}
RUBRIC = ss.load_rubric({"rubric": "mine", "criteria": [{"id": "a", **LEAF}, {"id": "b", **LEAF}]})
LONG = ("iso3", "indicator", "value")


def rows(*lines: tuple[object, object, object]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=list(LONG))


def test_a_published_index_from_a_long_table_is_the_one_from_the_wide() -> None:
    rubric, wide = ss.load_rubric("hdi"), pd.read_csv(DATA / "hdi2022.csv")
    names = [leaf.id for leaf in rubric.criteria]
    long = wide.melt(id_vars="iso3", value_vars=names, var_name="indicator").sample(frac=1, random_state=0)
    scores = ss.score(rubric, ss.read_table(long, rubric, long=LONG))
    assert scores.table["score"].equals(
        ss.score(rubric, ss.read_table(wide, rubric, country="iso3")).table["score"].reindex(scores.table.index)
    )


def test_what_is_not_there_is_missing_and_other_names_are_columns() -> None:
    table = rows(("FRA", "a", 10), ("FRA", "b", 20), ("KEN", "b", 40), ("KEN", "people", 3), ("FRA", "people", 2))
    countries = ss.read_table(table, RUBRIC, long=LONG)
    nodes = ss.score(RUBRIC, countries).nodes
    assert nodes.values[:, 0].tolist() == [15, 40]
    assert nodes.coverage[:, 0].tolist() == [1, 0.5]
    heads = {"leaf": {"unit": "%", "transform": {"divide_by": "people"}, "normalise": "none"}}
    divided = ss.load_rubric({"rubric": "mine", "scale": [0, 100], "criteria": [{"id": "b", **heads["leaf"]}]})
    assert ss.score(divided, ss.read_table(table, divided, long=LONG)).nodes.values[:, 0].tolist() == pytest.approx(
        [10, 40 / 3]
    )


def test_problems_stand_where_the_long_file_has_them(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("value,iso3,indicator\n10,FRA,a\n20,FRA,b\nmany,KEN,a\n40,KEN,b\n", encoding="utf-8")
    with pytest.raises(ss.DocumentError, match=r"long\.csv:4:1: 'many' in column 'a' of KEN"):
        ss.read_table(file, RUBRIC, long=LONG)
    file.write_text("value,iso3,indicator\n10,FRA,a\n20,FRA,a\n30,,b\n40,KEN,b\n", encoding="utf-8")
    with pytest.raises(ss.DocumentError) as caught:
        ss.read_table(file, RUBRIC, long=LONG)
    assert [(one.line, one.column) for one in caught.value.problems] == [(3, 3), (4, 2)]
    assert "FRA has 'a' here again (first in row 1)" in str(caught.value)
    with pytest.raises(ss.DocumentError, match="did you mean 'indicator'"):
        ss.read_table(rows(("FRA", "a", 1)), RUBRIC, long=("iso3", "indicater", "value"))
    with pytest.raises(ss.DocumentError, match="no column 'b' for the criterion b"):
        ss.read_table(rows(("FRA", "a", 1)), RUBRIC, long=LONG)
    with pytest.raises(ValueError, match="three columns"):
        ss.read_table(rows(("FRA", "a", 1)), RUBRIC, long=("iso3", "value"))
