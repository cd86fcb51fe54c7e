"""What goes wrong with numbers rather than with documents."""


class ScoringError(ValueError):
    """The data does not allow what the rubric asks for."""
