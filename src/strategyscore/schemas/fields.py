"""What several tables say of a column."""

from __future__ import annotations

SHARE = {"min_value": 0, "max_value": 1}
SLACK = 1e-9  # rounding in a sum must not count as a breach
