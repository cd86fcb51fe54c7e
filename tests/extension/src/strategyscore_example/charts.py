"""A strip with a dot for each country."""

from matplotlib.figure import Figure

from strategyscore.charts.catalogue import Entry


def strip(scores, *, size="page", title=None, source=None, highlight=None):
    """Show the scores of all countries on one line.

    Parameters
    ----------
    scores : Scores
    size, title, source, highlight
        As for the charts of strategyscore; an example need not use each.
    """
    table = scores.table.dropna(subset="score")
    figure = Figure(figsize=(3.4 if size == "column" else 7, 1.2), layout="constrained")
    axes = figure.add_subplot()
    wanted = {scores.countries[name].code for name in highlight or ()}
    axes.scatter(table["score"], [0] * len(table), color=["C1" if code in wanted else "C0" for code in table.index])
    axes.set(yticks=[], xlim=scores.rubric.scale, title=title or scores.rubric.title)
    axes.spines[["left", "top", "right"]].set_visible(False)
    figure.alt_text = (
        f"Scores of {len(table)} countries, from {table['score'].min():.1f} to {table['score'].max():.1f}."
    )
    return figure


STRIP = Entry(strip, "scores")
