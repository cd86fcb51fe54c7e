"""The explorer in a notebook: the page within a cell, and what its sliders say as Python objects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from strategyscore.errors import sentence
from strategyscore.explorer.build import to_html
from strategyscore.explorer.numbers import DRAWS, SEED
from strategyscore.model.criteria import Levels
from strategyscore.model.rubric import Rubric
from strategyscore.robustness.uncertainty import uncertainty
from strategyscore.scoring.scores import Scores, check_scores, score

if TYPE_CHECKING:
    from strategyscore.robustness.uncertainty import Uncertainty

_CELL = Path(__file__).parent / "page" / "cell.js"


def explorer(scores: Scores) -> Explorer:
    """Sliders in a notebook: the ranking follows them, and what they say can be read in the next cell.

    Parameters
    ----------
    scores : Scores
        As published: what the sliders begin with.

    Returns
    -------
    Explorer
        Its `weights`, `rubric`, `scores` and `uncertainty` are those of the moment. It shows itself as the last value
        of a cell in Jupyter; in marimo, show ``mo.ui.anywidget(explorer.widget)``.

    Raises
    ------
    ModuleNotFoundError
        If anywidget is not installed: it comes with ``strategyscore[jupyter]``.

    See Also
    --------
    strategyscore.write_explorer : The page as a file.

    Examples
    --------
    >>> explorer = ss.explorer(scores)
    >>> explorer.weights = {"compute": 3}  # as a reader's hand on the slider would
    >>> explorer.scores.table["score"].to_dict()
    {'Bora': 72.5, 'Aria': 55.0, 'Dona': 45.0, 'Cala': 33.75}
    """
    return Explorer(scores)


class Explorer:
    """The page with sliders within a cell of a notebook.

    Parameters
    ----------
    scores : Scores
        As published: what the sliders begin with.

    Attributes
    ----------
    published : Scores
        What it was made from.

    See Also
    --------
    strategyscore.explorer : How it is made.
    strategyscore.write_explorer : The page as a file.

    Examples
    --------
    >>> ss.Explorer(scores)
    <Explorer of <Scores of 4 countries on readiness 0>>
    """

    def __init__(self, scores: Scores) -> None:
        check_scores(scores, anew=True)
        self.published = scores

    @cached_property
    def widget(self) -> Any:
        """The anywidget that shows the page; `state` is what its sliders say.

        Raises
        ------
        ModuleNotFoundError
            If anywidget is not installed, with the command that installs it.
        """
        try:
            import anywidget
            import traitlets
        except ModuleNotFoundError as error:
            remedy = "install it with pip install 'strategyscore[jupyter]'"
            raise ModuleNotFoundError(sentence("the explorer in a notebook needs anywidget", remedy)) from error

        members = {
            "__module__": __name__,
            "_esm": _CELL.read_text(encoding="utf-8"),
            "page": traitlets.Unicode().tag(sync=True),
            "asked": traitlets.Unicode().tag(sync=True),
            "state": traitlets.Dict().tag(sync=True),
        }
        return type("ExplorerWidget", (anywidget.AnyWidget,), members)(page=to_html(self.published, embedded=True))

    @property
    def state(self) -> dict[str, Any]:
        """The choices on the page: weights in percent by group, answers, date, top, missing, vary."""
        usual: dict[str, Any] = {"weights": {}, "answers": {}, "date": None, "top": None, "missing": "left-out"}
        return usual | {"vary": ["weights", "ratings", "missing"]} | dict(self.widget.state)

    @property
    def weights(self) -> dict[str, float]:
        """The weight of every node among its siblings, in percent, by path; set some of them to move the sliders."""
        shares = self.published.nodes.weights[0]
        told = {node.path: 100 * float(shares[column]) for column, node in enumerate(self.published.rubric.nodes)}
        for own in self.state["weights"].values():
            told |= {path: float(weight) for path, weight in own.items()}
        del told[self.published.rubric.root.path]
        return told

    @weights.setter
    def weights(self, weights: Mapping[str, float]) -> None:
        changed = self.published.rubric.with_weights(weights)
        named = {changed.node(path).path for path in weights}
        groups: dict[str, dict[str, float]] = {}
        for group in changed.groups:
            if named & {child.path for child in group.children}:
                total = sum(child.weight for child in group.children)
                groups[group.path] = {child.path: round(100 * child.weight / total, 2) for child in group.children}
        pairs = [f"{quote(path)}:{weight:g}" for own in groups.values() for path, weight in own.items()]
        self.widget.state = self.state | {"weights": groups}
        self.widget.asked = ""  # so that the same words are heard twice
        self.widget.asked = f"#w={','.join(pairs)}" if pairs else "#"

    @property
    def rubric(self) -> Rubric:
        """The rubric with the weights, and the aggregation at the top, of the moment."""
        rubric, state = self.published.rubric, self.state
        pairs = {path: weight for own in state["weights"].values() for path, weight in own.items()}
        rubric = rubric.with_weights(pairs) if pairs else rubric
        return rubric.replace(rubric.root.path, aggregate=state["top"]) if state["top"] else rubric

    @property
    def scores(self) -> Scores:
        """The scores of the moment, with the answers that were set; missing ones are left out, and stand in the bounds.

        Raises
        ------
        ValueError
            If a score was set for an answer that has no levels: a profile cannot say it.
        """
        countries = self.published.countries
        for what, value in self.state["answers"].items():
            code, _, path = str(what).partition(".")
            node = self.published.rubric.node(path)
            if not isinstance(node, Levels):
                message = f"{what} was set to a score of {value}, which a profile cannot say"
                raise ValueError(sentence(message, "undo it on the page"))
            countries = countries.replace(code, node.key, level=int(value))
        return score(self.rubric, countries, self.state["date"] or self.published.as_of)

    @property
    def uncertainty(self) -> Uncertainty:
        """The draws about the scores of the moment, as many as the page takes, of what it varies."""
        return uncertainty(self.scores, draws=DRAWS, seed=SEED, vary=self.state["vary"])

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    def __repr__(self) -> str:
        return f"<Explorer of {self.published!r}>"
