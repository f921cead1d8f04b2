"""Python's garbage collector, tuned for a process that lives long and makes many short-lived objects."""

from __future__ import annotations

import gc

YOUNG = 20_000
"""New objects between two looks. An event makes hundreds that are gone with its commit: at Python's own 700 they are
looked at while they still live, which took an eighth of a dialog step. 20,000 take some 5 MiB, a look a millisecond."""


def calm() -> None:
    """Leave out what is there by now, which stays for good, and look at the rest more seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
