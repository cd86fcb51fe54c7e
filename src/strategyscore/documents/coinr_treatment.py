"""How COINr says what is done about outliers, in and out.

``Treat()`` takes ``global_specs`` for all indicators, ``indiv_specs`` for some, and ``combine_treat``. A specification
names a first function and a second one for what does not pass after the first, and the test of both; see the vignette
"Outlier Treatment" of COINr.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from strategyscore.errors import did_you_mean, sentence
from strategyscore.methods.registry import Choice, treatments
from strategyscore.model.criteria import Quantity
from strategyscore.model.rubric import Rubric

Specs = Mapping[str, Any]

_TEST = {"skew_thresh": 2.0, "kurt_thresh": 3.5}
DEFAULT: dict[str, Any] = {
    "f1": "winsorise",
    "f1_para": {"winmax": 5, **_TEST, "force_win": False},
    "f2": "log_CT",
    "f2_para": {},
    "f_pass": "check_SkewKurt",
    "f_pass_para": dict(_TEST),
}
"""What ``Treat()`` does where nothing is said."""

_LOGS = ("log_CT", "log_CT_plus")
_WITHIN = {
    "f1_para": ("winmax", "skew_thresh", "kurt_thresh", "force_win", "na.rm"),
    "f2_para": ("winmax", "skew_thresh", "kurt_thresh", "force_win", "na.rm"),
    "f_pass_para": ("skew_thresh", "kurt_thresh", "na.rm"),
}


def is_specs(value: Any) -> bool:
    """Whether a treatment is said as COINr says it, and not as a rubric file does."""
    return isinstance(value, Mapping) and "method" not in value


def merged(specs: Specs, changes: Specs, at: str) -> dict[str, Any]:
    """A specification with some of its entries changed, those of its lists by themselves, as R's ``modifyList`` does.

    Raises
    ------
    ValueError
        If a name is not known, with a suggestion.
    """
    result = dict(specs)
    for name, value in changes.items():
        if name not in DEFAULT:
            raise ValueError(sentence(f"{at}.{name} is not known", did_you_mean(name, DEFAULT)))
        if name not in _WITHIN or value is None:
            result[name] = value
            continue
        if not isinstance(value, Mapping):
            raise ValueError(f"{at}.{name} must be a mapping, such as {{'skew_thresh': 2}}")
        for inner in value:
            if inner not in _WITHIN[name]:
                raise ValueError(sentence(f"{at}.{name}.{inner} is not known", did_you_mean(inner, _WITHIN[name])))
        result[name] = {**(result.get(name) or {}), **value}
    return result


def treatment_of(specs: Specs, combine: bool, at: str) -> str | dict[str, Any]:
    """What a rubric file says for a whole specification of COINr.

    Parameters
    ----------
    specs : mapping
        With every entry of `DEFAULT`.
    combine : bool
        COINr's ``combine_treat``: whether the second function takes what the first made.
    at : str
        Where it stands, for messages.

    Raises
    ------
    ValueError
        If there is nothing like it here.
    """
    if specs["f_pass"] != "check_SkewKurt":
        raise ValueError(f"{at}.f_pass: {specs['f_pass']!r} is no test known here; use check_SkewKurt")
    limits = {**_TEST, **(specs["f_pass_para"] or {})}
    test = {"skewness": float(limits["skew_thresh"]), "kurtosis": float(limits["kurt_thresh"])}
    for name in ("f1", "f2"):
        if specs[name] not in ("winsorise", *_LOGS, None):
            known = ", ".join(("winsorise", *_LOGS))
            raise ValueError(f"{at}.{name}: {specs[name]!r} is no treatment known here; use one of {known}")
        own = specs[f"{name}_para"] or {}
        if specs[name] == "winsorise" and own.get("force_win"):
            raise ValueError(
                f"{at}.{name}_para.force_win: points that pass the test are never pulled in here; remove it"
            )
        other = [key for key in _TEST if specs[name] == "winsorise" and own.get(key, limits[key]) != limits[key]]
        if other:
            raise ValueError(f"{at}: {other[0]} differs between {name}_para and f_pass_para; write one limit in both")
    first, second = specs["f1"], specs["f2"]
    if first is None:
        raise ValueError(f'{at}.f1 is missing; name winsorise or log_CT, or write "none" for the whole')
    points = {name: _points(specs, name, at) for name in ("f1", "f2") if specs[name] == "winsorise"}
    if first == "winsorise" and not points["f1"]:  # which changes nothing
        first, second, combine = second, None, False
        points = {"f1": points.get("f2", 0)}
    if first is None or (first == "winsorise" and not points["f1"]):
        return "none"
    if first == "winsorise":
        if second == "winsorise":
            raise ValueError(
                f"{at}: f1 and f2 both winsorise; write the points in one of them, and set the other to None"
            )
        then = {} if second is None else {"then": "log_of_winsorised" if combine else "log"}
        return {"method": "winsorise", "points": points["f1"], **test, **then}
    if second in _LOGS and combine:
        raise ValueError(f"{at}: a logarithm of a logarithm is not known here; set f2 to None")
    if second == "winsorise" and points["f2"]:
        if not combine:
            raise ValueError(f"{at}: winsorising in place of a logarithm needs combine_treat; set it, or f2 to None")
        return {"method": "log", **test, "then": "winsorise", "points": points["f2"]}
    return {"method": "log", **test}


def _points(specs: Specs, name: str, at: str) -> int:
    points = (specs[f"{name}_para"] or {}).get("winmax", 5)
    if isinstance(points, bool) or not isinstance(points, int) or points < 0:
        raise ValueError(
            f"{at}.{name}_para.winmax: {points!r} is no number of points; write a whole number of 0 or more"
        )
    return points


def treatment(rubric: Rubric) -> dict[str, Any]:
    """How a rubric treats outliers, as the arguments of COINr's ``Treat()``.

    Parameters
    ----------
    rubric : Rubric

    Returns
    -------
    dict
        ``global_specs`` (``"none"``, or a mapping), ``indiv_specs`` by indicator, and ``combine_treat``; all of it
        plain data, which JSON carries to R. `read_coin` takes them back.

    Raises
    ------
    ValueError
        If COINr has nothing like it, such as winsorising at quantiles.

    Examples
    --------
    >>> import strategyscore as ss
    >>> treatment(ss.load_rubric("asem"))["global_specs"]["f1_para"]["winmax"]
    5
    """
    own = {
        leaf.id: leaf.treat
        for leaf in rubric.criteria
        if isinstance(leaf, Quantity) and leaf.treat not in (None, rubric.treat)
    }
    ways = {"treat": rubric.treat, **own}
    specs = {name: _specs(choice, name) for name, choice in ways.items() if choice is not None}
    chained = {name: combined for name, (_, combined) in specs.items() if combined is not None}
    if len(set(chained.values())) > 1:
        some = ", ".join(sorted(name for name, combined in chained.items() if combined))
        raise ValueError(f"COINr's combine_treat holds for all indicators, and here for {some} only; treat all alike")
    whole = specs.pop("treat")[0]
    # a whole specification for each, since COINr takes what one does not name from global_specs
    return {
        "global_specs": whole,
        "indiv_specs": {name: one for name, (one, _) in specs.items()},
        "combine_treat": any(chained.values()),
    }


def _specs(choice: Choice, name: str) -> tuple[str | dict[str, Any], bool | None]:
    """One treatment as COINr says it, and whether its functions follow on each other; None where that is open."""
    if choice.method == "none":
        return "none", None
    if choice.method not in ("winsorise", "log"):
        raise ValueError(
            f"{name}: COINr has no treatment {choice.method!r}; winsorise, take the logarithm, or leave it out"
        )
    set_ = treatments[choice.method].complete(choice)
    if set_.get("quantiles"):
        raise ValueError(f"{name}: COINr does not winsorise at quantiles; write 'points'")
    test = {"skew_thresh": set_["skewness"], "kurt_thresh": set_["kurtosis"]}
    pulling = {"winmax": set_["points"] or 0, **test, "force_win": False}
    passing = {"f_pass": "check_SkewKurt", "f_pass_para": test}
    log = {"f2": "log_CT_plus", "f2_para": {}}
    if choice.method == "log" and set_["then"]:
        chained = {"f1": "log_CT_plus", "f1_para": {}, "f2": "winsorise", "f2_para": pulling}
        return {**chained, **passing}, True
    if choice.method == "log":
        return {"f1": "winsorise", "f1_para": {**pulling, "winmax": 0}, **log, **passing}, None
    whole: dict[str, Any] = {"f1": "winsorise", "f1_para": pulling, **passing}
    if set_["then"] is None:
        return {**whole, "f2": None, "f2_para": {}}, None
    return {**whole, **log}, set_["then"] == "log_of_winsorised"
