"""Other formats in and out: tables, COINr's two data frames, rubrics as YAML."""

from strategyscore.exchange import coinr
from strategyscore.exchange.rubrics import to_yaml
from strategyscore.exchange.tables import read_table

__all__ = ["coinr", "read_table", "to_yaml"]
