"""What a score says, a sentence at a time, each with the numbers that it rests on and an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, overload

from strategyscore.analysis.findings.grammar import Pattern, chosen, said
from strategyscore.text.words import plain, render

if TYPE_CHECKING:
    import pandas as pd

RestsOn = Literal["draws", "bounds", "scores", "ratings", "sources"]


@dataclass(frozen=True)
class Finding:
    """A sentence that can be traced.

    Attributes
    ----------
    kind : str
        What it is about: ``lead``, ``tier``, ``pairs``, ``order``, ``bounds``, ``reach``, ``standing``, ``apart``,
        ``peers``, ``strength``, ``weakness``, ``unknown``, ``ask``, ``sources``, ``parted``, ``change`` or ``moved``.
    text : str
        Whole sentences.
    rests_on : {"draws", "bounds", "scores", "ratings", "sources"}
    countries : tuple of str
        The codes of those that it is about, the first one first.
    node : str
        The path of the node that it is about.
    numbers : mapping of str to float
        What it rests on.

    See Also
    --------
    strategyscore.findings : How they are made.

    Examples
    --------
    >>> first = ss.findings(scores)[0]
    >>> first.kind, first.countries
    ('lead', ('Aria',))
    >>> first.text
    'Aria has the highest score, 70.0 of 100. No draws were made, so how sure that lead is remains open.'
    """

    kind: str
    text: str
    rests_on: RestsOn
    countries: tuple[str, ...]
    node: str
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it can be looked up: a country and a path, such as ``RUS.sovereignty.hardware``."""
        return ".".join([*self.countries[:1], self.node])

    def __hash__(self) -> int:
        return hash((self.kind, self.text))

    def __str__(self) -> str:
        return plain(self.text)


def found(
    kind: str,
    patterns: Sequence[Pattern],
    numbers: Mapping[str, float],
    words: Mapping[str, str],
    *,
    rests_on: RestsOn,
    countries: Sequence[str],
    node: str,
    digits: int = 1,
) -> Finding:
    """The finding of the first pattern that the numbers bear out.

    Raises
    ------
    Unfounded
        If they bear out none.
    """
    text = said(chosen(patterns, numbers), numbers, words, digits)
    return Finding(kind, text, rests_on, tuple(countries), node, dict(numbers))


@dataclass(frozen=True, repr=False)
class Findings(Sequence[Finding]):
    """Findings, those that matter most first.

    Attributes
    ----------
    items : tuple of Finding

    See Also
    --------
    strategyscore.findings : How they are made.

    Examples
    --------
    >>> said = ss.findings(scores)
    >>> said.of("Dona")[0].text
    'Dona ranks 4 of 4 with 30.0 points.'
    """

    items: tuple[Finding, ...]

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Finding | Findings:
        return Findings(self.items[index]) if isinstance(index, slice) else self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def of(self, country: str) -> Findings:
        """Those that are first of all about a country, by its code.

        Parameters
        ----------
        country : str
            Its code.

        Returns
        -------
        Findings
            In the same order.

        See Also
        --------
        strategyscore.Findings.kinds : Those of some kinds.

        Examples
        --------
        >>> [finding.kind for finding in ss.findings(scores).of("Dona")]
        ['standing', 'peers', 'strength', 'weakness', 'unknown', 'reach', 'bounds']
        """
        return Findings(tuple(item for item in self.items if item.countries[:1] == (country,)))

    def kinds(self, *kinds: str) -> Findings:
        """Those of some kinds, in the order of the kinds.

        Parameters
        ----------
        *kinds : str
            See `Finding.kind`.

        Returns
        -------
        Findings
            Empty where there is none of these kinds.

        See Also
        --------
        strategyscore.Findings.of : Those about a country.

        Examples
        --------
        >>> print(ss.findings(scores).kinds("lead").text())
        Aria has the highest score, 70.0 of 100. No draws were made, so how sure that lead is remains open.
        """
        return Findings(tuple(item for kind in kinds for item in self.items if item.kind == kind))

    @property
    def table(self) -> pd.DataFrame:
        """A row a finding. Validated by `strategyscore.schemas.FindingTable`."""
        import pandas as pd

        from strategyscore.schemas import FindingTable

        rows = [
            {
                "kind": item.kind,
                "text": item.text,
                "countries": ", ".join(item.countries),
                "node": item.node,
                "rests_on": item.rests_on,
                "numbers": "; ".join(f"{name}={value:.6g}" for name, value in item.numbers.items()),
            }
            for item in self.items
        ]
        columns = list(FindingTable.to_schema().columns)
        return FindingTable.validate(pd.DataFrame(rows, columns=columns, dtype=str))

    def text(self) -> str:
        """The sentences, one a line.

        Returns
        -------
        str
            In the order of the findings.

        See Also
        --------
        strategyscore.Findings.table : The same as a table, with the numbers that they rest on.

        Examples
        --------
        >>> print(ss.findings(scores).kinds("unknown").text())
        All three questions on Aria are answered.
        All three questions on Bora are answered.
        All three questions on Cala are answered.
        One of three questions on Dona has no answer: Audits.
        """
        return "\n".join(map(str, self.items))

    def __repr__(self) -> str:
        return f"<{len(self.items)} findings>"

    def _repr_html_(self) -> str:
        return render("findings.html.j2", findings=self)
