"""The pure core of transparency reports: values in, values out."""

from beholden.transparency.core.models import (
    FORMAT,
    CheckpointRef,
    Coverage,
    Figure,
    Indicator,
    Mark,
    TransparencyReport,
    Unit,
    Window,
)

__all__ = [
    "FORMAT",
    "CheckpointRef",
    "Coverage",
    "Figure",
    "Indicator",
    "Mark",
    "TransparencyReport",
    "Unit",
    "Window",
]
