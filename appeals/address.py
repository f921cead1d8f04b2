"""The address as a citizen types it. No gazetteer: the aim is to refuse what can't be an address, nothing more."""

from __future__ import annotations

from appeals.errors import BadAddress

MIN_ADDRESS = 3
MAX_ADDRESS = 120
"""Characters of an address: whoever writes more tells a story."""


def parse_address(text: str) -> str:
    """Return the address in one line, with single spaces.

    Raises:
        BadAddress: too short, too long, or without a single letter.
    """
    address = " ".join(text.split())
    if not MIN_ADDRESS <= len(address) <= MAX_ADDRESS or not any(letter.isalpha() for letter in address):
        raise BadAddress
    return address
