"""Values: what never changes once it is made.

A frozen dataclass sets its fields one by one through `object.__setattr__`, which takes several times as long as
setting them: a tenth of a dialog step. That a value isn't changed is the type checker's to see, and it does; at run
time a value is a dataclass with a hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, frozen: bool = False, **how: object) -> object:
        """`dataclasses.dataclass`; what is `frozen` stays so by the type checker alone."""
        return dataclasses.dataclass(**how, unsafe_hash=frozen and how.get("eq", True))
