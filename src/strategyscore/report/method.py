"""How the scores of a rubric come about, in sentences, for the page and for what is handed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from strategyscore.methods.registry import imputations
from strategyscore.model.criteria import Checklist, Levels, Quantity
from strategyscore.model.nodes import Group
from strategyscore.model.rubric import Rubric
from strategyscore.model.settings import Missing, MissingHere
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import enumerated, percent, points

_BY_RULE = {
    "available": "its weight goes to the questions beside it; it is never counted as zero",
    "worst": "it counts at its worst",
    "withhold": "its group has no score",
}


def how_scored(scores: Scores) -> tuple[list[str], list[str]]:
    """How the scores come about: sentences of the whole, and one on each group and the weights in it.

    Parameters
    ----------
    scores : Scores

    Returns
    -------
    tuple of list of str
    """
    rubric = scores.rubric
    shares = dict(zip(scores.column, map(float, scores.nodes.weights[0]), strict=True))
    whole = [*_questions(rubric), *_missing(rubric)]
    if rubric.missing.minimum_coverage:
        least = percent(rubric.missing.minimum_coverage)
        whole.append(f"Where less than {least} of the weight is answered, a score is shown, and has no rank.")
    return whole, [_composed(group, shares) for group in rubric.groups]


def never_zero(rubric: Rubric) -> bool:
    """Whether no group counts a missing answer at its worst."""
    return all(rule.rule != "worst" for _, rule in _rules(rubric))


def _questions(rubric: Rubric) -> Iterator[str]:
    low, high = (f"{end:g}" for end in rubric.scale)
    kinds = {type(leaf) for leaf in rubric.criteria}
    if Levels in kinds:
        yield (
            "Each question has a scale of levels with a text for each, and a country gets the highest level that a "
            "source supports."
        )
        if not any(leaf.points for leaf in rubric.criteria if isinstance(leaf, Levels)):
            yield f"The ends of the scale become {low} and {high}, the levels between stand at equal steps."
    if Checklist in kinds:
        yield (
            f"A checklist is scored from {low}, where nothing on it holds, to {high}, where all does; what holds "
            "partly counts half."
        )
    if Quantity in kinds:
        yield f"Figures are brought onto the scale from {low} to {high} as the rubric says for each of them."


def _rules(rubric: Rubric) -> Iterator[tuple[Group, Missing]]:
    """Each group, and what is done about missing answers in it."""

    def within(group: Group, above: Missing) -> Iterator[tuple[Group, Missing]]:
        own = (group.missing or MissingHere()).below(above)
        yield group, own
        for child in group.children:
            if isinstance(child, Group):
                yield from within(child, own)

    return within(rubric.root, rubric.missing)


def _missing(rubric: Rubric) -> Iterator[str]:
    if rubric.impute.method != "none":
        yield f"A missing figure is filled before anything else ({imputations[rubric.impute.method].phrase})."
    by_rule: dict[str, list[str]] = {}
    least: dict[float, list[str]] = {}
    for group, own in _rules(rubric):
        by_rule.setdefault(own.rule, []).append(group.title)
        least.setdefault(own.minimum_answered, []).append(group.title)
    for rule, titles in by_rule.items():
        yield _within(f"Where a question has no answer, {_BY_RULE[rule]}.", titles, len(by_rule))
    for share, titles in least.items():
        if share:
            text = f"Where less than {percent(share)} of a group's weight is answered, its answers are set aside."
            yield _within(text, titles, len(least))


def _within(sentence: str, titles: Iterable[str], several: int) -> str:
    return sentence if several == 1 else f"Within {enumerated(titles)}: {sentence[0].lower()}{sentence[1:]}"


def _composed(group: Group, shares: Mapping[str, float]) -> str:
    """What a group is made of, and how much each part weighs."""
    weights = [f"{points(100 * shares[child.path], 1)} %" for child in group.children]
    titles = [child.title for child in group.children]
    if len(set(weights)) == 1 and len(weights) > 1:
        return f"{group.title}: the {group.description} of {enumerated(titles)}, which weigh {weights[0]} each."
    parts = (f"{title} ({weight})" for title, weight in zip(titles, weights, strict=True))
    return f"{group.title}: the {group.description} of {enumerated(parts)}."
