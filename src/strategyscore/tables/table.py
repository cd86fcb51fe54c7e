"""A table for publication: its look, its content, and its files."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategyscore.output.files import write_whole
from strategyscore.output.formats import Format, encode
from strategyscore.scoring.scores import Scores
from strategyscore.text.words import percent, plain, points

if TYPE_CHECKING:
    import great_tables as gt
    import pandas as pd

    from strategyscore.robustness.uncertainty import Uncertainty

FONTS = ["Source Sans 3", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif"]
_PAGE = 30  # rows; a longer table runs over pages
_MANY = 8  # columns; more of them need smaller text on a page
SUFFIXES = (".html", ".tex", ".md", ".xlsx", ".parquet", ".csv", ".json")


@dataclass(frozen=True, repr=False)
class PublicationTable:
    """A table that is ready for a report.

    Attributes
    ----------
    gt : great_tables.GT
        How it looks; change it as you like with great-tables' own methods.
    frame : DataFrame
        What it says, for the formats of spreadsheets and programs.
    scores : Scores
        What it was made from.
    sheets : mapping of str to callable
        Further sheets of its Excel file.
    widths : tuple of (str, float)
        Of its columns in LaTeX, from the left: on which side their texts stand (l or r), and what share of the line
        they take.
    drawn : Uncertainty or None
        Where its intervals come from.

    See Also
    --------
    strategyscore.tables.ranking : Countries in order.
    strategyscore.tables.scorecard : One country.
    strategyscore.tables.comparison : Two countries.

    Examples
    --------
    >>> ranked = ss.tables.ranking(scores)
    >>> ranked.frame[["rank", "score"]]
             rank  score
    country
    Aria        1   70.0
    Bora        2   65.0
    Cala        3   47.5
    Dona        4   30.0
    """

    gt: gt.GT
    frame: pd.DataFrame
    scores: Scores = field(repr=False)
    sheets: Mapping[str, Callable[[], pd.DataFrame]] = field(default_factory=dict)
    widths: tuple[tuple[str, float], ...] = ()
    drawn: Uncertainty | None = field(default=None, repr=False)

    @property
    def provenance(self) -> dict[str, Any]:
        """What a reader needs to make the same numbers again."""
        return self.drawn.provenance if self.drawn else self.scores.provenance

    def html(self, *, whole: bool = False) -> str:
        """The table as HTML with its style; a whole page if asked, else a part of one. Asks for nothing elsewhere.

        Parameters
        ----------
        whole : bool
            Whether it is a page of its own.

        Returns
        -------
        str
            With its style inside.

        See Also
        --------
        strategyscore.PublicationTable.latex : The same for LaTeX.
        strategyscore.PublicationTable.save : Writes it to a file.

        Examples
        --------
        >>> ss.tables.ranking(scores).html(whole=True)[:15]
        '<!DOCTYPE html>'
        """
        return self.gt.as_raw_html(make_page=whole)

    def latex(self) -> str:
        """The table as LaTeX, for the packages array, booktabs, caption and longtable; colours are left out.

        Returns
        -------
        str
            A longtable.

        See Also
        --------
        strategyscore.PublicationTable.html : The same for pages.
        strategyscore.PublicationTable.save : Writes it to a file.

        Examples
        --------
        >>> ss.tables.ranking(scores).latex().count("Aria")
        1
        """
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Styles are not yet supported", UserWarning)
            return _columns(_alone(self.gt.as_latex(use_longtable=len(self.frame) > _PAGE)), self.widths)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the table, whole or not at all, in the format of the file's suffix.

        Parameters
        ----------
        path : path
            A ``.html``, ``.tex``, ``.md``, ``.xlsx``, ``.parquet``, ``.csv`` or ``.json`` file.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError
            If the suffix is another.
        ModuleNotFoundError
            If the package for Excel or Parquet is not installed, with the command that installs it.
        OSError
            If the file cannot be written.

        See Also
        --------
        strategyscore.PublicationTable.html : The table as a text.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ss.tables.ranking(scores).save(Path(folder) / "ranking.csv").name
        'ranking.csv'
        """
        file = Path(path)
        suffix = file.suffix.lower()
        if suffix not in SUFFIXES:
            raise ValueError(f"{file.name}: a table is a file of {', '.join(SUFFIXES)}")
        if suffix == ".html":
            content = self.html(whole=True).encode()
        elif suffix == ".tex":
            content = self.latex().encode()
        else:
            digits = self.scores.rubric.digits
            content = encode(self.frame, Format.of(suffix), lambda: self.provenance, digits=digits, sheets=self.sheets)
        write_whole({file: content})
        return file

    def __repr__(self) -> str:
        return f"<PublicationTable of {len(self.frame)} rows: {', '.join(map(str, self.frame.columns))}>"

    def _repr_html_(self) -> str:
        return self.html()


def in_house_style(table: gt.GT, title: str, subtitle: str, source: str) -> gt.GT:
    """The house style of tables."""
    head = table.tab_header(title=plain(title), subtitle=plain(subtitle) or None)
    return (
        head.tab_source_note(plain(source))
        .opt_align_table_header("left")
        .opt_css(".gt_title { font-weight: bold !important; }")
        .tab_options(
            table_font_names=FONTS,
            table_font_color="#1c1f23",
            table_font_size="14px",
            heading_title_font_size="20px",
            heading_title_font_weight="bold",
            heading_subtitle_font_size="14px",
            column_labels_font_weight="bold",
            column_labels_border_top_style="none",
            column_labels_border_bottom_color="#1c1f23",
            table_border_top_style="none",
            table_border_bottom_color="#1c1f23",
            table_body_border_bottom_color="#1c1f23",
            table_body_hlines_color="#d5dae0",
            heading_border_bottom_style="none",
            row_group_font_weight="bold",
            row_group_background_color="#f3f7fb",
            source_notes_font_size="12px",
            data_row_padding="5px",
            stub_border_style="none",
        )
    )


def always(text: str) -> Callable[[Any], str]:
    """A format of great-tables that says one text, whatever the cell holds."""
    return lambda _: text


def marked_score(scores: Scores, row: int, column: int, *, share: bool = True) -> str:
    """A score with the mark of a thin one, and the share answered where no other column says it."""
    text = f"{points(float(scores.nodes.values[row, column]), scores.rubric.digits)}*"
    return f"{text} ({percent(float(scores.nodes.coverage[row, column]))})" if share else text


def _columns(latex: str, widths: tuple[tuple[str, float], ...]) -> str:
    """The table with columns of texts that wrap."""
    if not widths:
        return latex
    ragged = {"l": "right", "r": "left"}
    kinds = [rf">{{\ragged{ragged[side]}\arraybackslash}}p{{{share:g}\linewidth}}" for side, share in widths]
    begin = re.compile(r"(\\begin\{(?:tabular\*|longtable)\}.*?@\{\\extracolsep\{\\fill\}\})[lcr|]+\}")
    small = r"\footnotesize\setlength{\tabcolsep}{2pt}" if len(widths) > _MANY else r"\setlength{\tabcolsep}{3pt}"
    return begin.sub(lambda match: f"{small}\n{match[1]}{''.join(kinds)}}}", latex, count=1)


def _alone(latex: str) -> str:
    """The table without the size of the text, which is the document's to set."""
    latex = re.sub(r"(?<!\\)%", r"\\%", latex)  # great-tables leaves the texts of our own formats as they are
    latex = re.sub(r"\\fontsize\{[^}]*\}\{[^}]*\}\\selectfont\n+", "", latex)
    return latex.replace("\N{MINUS SIGN}", "$-$").replace("\N{EN DASH}", "--")
