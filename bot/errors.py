"""Why the process can't start, in one line for the operator."""

from __future__ import annotations


class StartError(Exception):
    """The process can't work as it is set up. The text is Russian, names the setting, and holds no secret."""
