"""Country profiles: dated answers, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from strategyscore.model.answers import Answer, Source
from strategyscore.model.dates import PartialDate
from strategyscore.model.document import Document
from strategyscore.model.names import WITH_ARTICLE, country_name
from strategyscore.model.nodes import Criterion


@dataclass(frozen=True)
class CountryProfile:
    """A country's answers and their sources.

    Attributes
    ----------
    code : str
        ISO 3166-1 alpha-3.
    as_of : PartialDate or None
        The date that the profile speaks for; None for a row of a table.
    about : str or None
        A note on the profile.
    sources : mapping of str to Source
        What the evidence cites.
    history : mapping of str to tuple of Answer
        The answers to each criterion, oldest first, under the criterion's key or its path.
    document : Document
        The file, for positions.
    label : str or None
        A name from a table.
    variant : str or None
        The name of a second evidence base of the same country; None for the usual one.

    See Also
    --------
    strategyscore.load_countries : Reads profiles.
    strategyscore.Answer : What a criterion is answered.

    Examples
    --------
    >>> coded.countries["CHN"].name
    'China'
    """

    code: str
    as_of: PartialDate | None
    sources: Mapping[str, Source]
    history: Mapping[str, tuple[Answer, ...]]
    document: Document = field(repr=False, compare=False)
    about: str | None = None
    label: str | None = None
    variant: str | None = None

    def __hash__(self) -> int:
        return hash((self.code, self.as_of, len(self.history)))

    @cached_property
    def name(self) -> str:
        """What the country is called: its label, or its short English name; behind it the variant, where it is one."""
        name = self.label or country_name(self.code)
        return f"{name}, {self.variant}" if self.variant else name

    @property
    def in_sentence(self) -> str:
        """Its name as it stands within a sentence: "the United States"."""
        return f"the {self.name}" if self.code in WITH_ARTICLE and not self.label else self.name

    def answers_to(self, criterion: Criterion, as_of: PartialDate | None = None) -> tuple[Answer, ...]:
        """The answers to a criterion that had begun by a date, oldest first, under its key or its path.

        Parameters
        ----------
        criterion : Criterion
            Of a rubric.
        as_of : PartialDate, optional
            The last day that counts; all answers where it is not given.

        Returns
        -------
        tuple of Answer
            Empty where there was none yet.

        See Also
        --------
        strategyscore.CountryProfile.answer_to : The last one alone.

        Examples
        --------
        >>> law = coded.rubric.node("law")
        >>> [answer.answered_by for answer in coded.countries["RUS"].answers_to(law)]
        ['level']
        """
        history = self.history.get(criterion.key) or self.history.get(criterion.path) or ()
        return tuple(
            criterion.numbered(answer) for answer in history if as_of is None or answer.begins.begins_by(as_of)
        )

    def answer_to(self, criterion: Criterion, as_of: PartialDate | None = None) -> Answer | None:
        """The last answer to a criterion that had begun by a date; None where it is missing that day.

        Parameters
        ----------
        criterion : Criterion
            Of a rubric.
        as_of : PartialDate, optional
            The last day that counts; the latest answer where it is not given.

        Returns
        -------
        Answer or None
            As it stood that day.

        See Also
        --------
        strategyscore.CountryProfile.answers_to : All of them, oldest first.

        Examples
        --------
        >>> law = coded.rubric.node("law")
        >>> coded.countries["CHN"].answer_to(law, ss.PartialDate.parse(1999)) is None
        True
        """
        answers = self.answers_to(criterion, as_of)
        return answers[-1] if answers else None

    def __repr__(self) -> str:
        return f"<CountryProfile {self.code} as of {self.as_of}: {len(self.history)} ratings>"

    def _repr_html_(self) -> str:
        from strategyscore.text.words import render

        return render("profile.html.j2", profile=self)
