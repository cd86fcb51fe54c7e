"""Other formats in and out: tables, COINr's two data frames, rubrics as YAML."""

from strategyscore.documents import coinr
from strategyscore.documents.tables import read_table
from strategyscore.model.rubric import Rubric


def to_yaml(rubric: Rubric) -> str:
    """See `Rubric.to_yaml`.

    Parameters
    ----------
    rubric : Rubric
        From `strategyscore.load_rubric`.

    Returns
    -------
    str
        The text of a rubric file.

    See Also
    --------
    strategyscore.Rubric.to_yaml : The same as a method.

    Examples
    --------
    >>> ss.exchange.to_yaml(rubric).splitlines()[1]
    'rubric: readiness'
    """
    return rubric.to_yaml()


__all__ = ["coinr", "read_table", "to_yaml"]
