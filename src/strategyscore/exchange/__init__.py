"""Other formats in and out: tables, COINr's two data frames, rubrics as YAML."""

from strategyscore.documents import coinr
from strategyscore.documents.tables import read_table
from strategyscore.documents.write import to_yaml

__all__ = ["coinr", "read_table", "to_yaml"]
