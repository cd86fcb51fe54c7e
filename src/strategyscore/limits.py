"""The budgets: what a file may ask for at most, so that no stranger's file can exhaust a machine or break a number.

Whoever enforces a budget reads it here, and the documentation's table is held against this file.
"""

from __future__ import annotations

import math

# Documents
FILE_BYTES = 1 << 20
VALUES = 100_000  # of one document, aliases unfolded
DEPTH = 40  # of nesting, aliases unfolded
INCLUDE_DEPTH = 20  # rubrics that include one the next
NAME_LETTERS = 200  # of the name of an included file
NODES = 10_000  # of a rubric, includes unfolded
FILES = 2_000  # in a folder and those below it
ENTRIES = 50_000  # looked at on the way
LEVELS = 1_000  # of one criterion
BANDS = 100  # of one group
LEVEL_SIZE = 1_000_000  # how far a level may be from 0
TEXT_LETTERS = 4_000
WORD_LETTERS = 256  # between two blanks
TITLE_LETTERS = 300

# Numbers
LARGEST = 1e50  # of any number, up or down from 0
SMALLEST = 1e-50  # of any number but 0
SCALE_LARGEST = 1e9  # the ends of a rubric's scale
SCALE_SMALLEST = 1e-9  # from one end of it to the other
EXPONENT = 20.0  # of a power mean

# Tables
TABLE_BYTES = 64 << 20
TABLE_UNFOLDED_BYTES = 512 << 20  # of an Excel or Parquet file
TABLE_COLUMNS = 20_000
TABLE_ROWS = 200_000
TABLE_CELLS = 5_000_000

# Draws
DRAWS = 10_000_000
VARIANTS = 2_000  # combinations of methods, each of which is scored before the draws
GIVEN_NUMBERS = 50_000_000  # of draws that come from elsewhere

# Messages
PROBLEMS_SHOWN = 100
SUGGESTIONS = 20  # near misses looked for while one file is read
SUGGESTION_LETTERS = 100  # of a word that a near miss is looked for
SUGGESTION_OPTIONS = 5_000


def magnitude(value: float) -> str:
    """What is wrong with the size of a number, and the remedy; an empty string where nothing is.

    Examples
    --------
    >>> magnitude(3.5)
    ''
    >>> magnitude(1e60)
    'the number 1e+60 is beyond 1e+50; choose a larger unit'
    """
    if not math.isfinite(value):
        return "the number is not finite; write a finite one"
    if abs(value) > LARGEST:
        return f"the number {value:g} is beyond {'-' if value < 0 else ''}{LARGEST:g}; choose a larger unit"
    if 0 < abs(value) < SMALLEST:
        return f"the number {value:g} is nearer to 0 than {SMALLEST:g}; write 0, or choose a smaller unit"
    return ""
