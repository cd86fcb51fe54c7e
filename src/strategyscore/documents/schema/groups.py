"""The shape of a file of groups: every key that it may have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from strategyscore.documents.schema.base import Date
from strategyscore.methods.fields import Identifier, Shape, Text, Title


class GroupPage(Shape):
    """A page on which the members were read."""

    title: Text
    url: Text | None = None
    accessed: Date | None = None


class GroupEntry(Shape):
    """One group; see `strategyscore.model.groups.Group`."""

    title: Title
    members: Annotated[list[Text], Field(min_length=1)]
    names: list[Text] = []
    as_of: Date | None = None
    about: Text | None = None
    sources: list[GroupPage] = []


class GroupsFile(Shape):
    """Groups by their ids."""

    groups: Annotated[dict[Identifier, GroupEntry], Field(min_length=1)]


OWNERS: dict[str, type[Shape]] = {"groups": GroupEntry, "sources": GroupPage}
