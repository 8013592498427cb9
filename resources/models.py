"""Table of contents of the slices' models."""

from .network.models import Component, ImportRun, Region, Site, Terminal
from .staff.models import Person, Post, PostAssignment

__all__ = ["Component", "ImportRun", "Person", "Post", "PostAssignment", "Region", "Site", "Terminal"]
