"""The report, and the files that numbers leave in."""

from strategyscore.report.build import write_report

__all__ = ["write_report"]
