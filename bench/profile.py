"""`make profile`: where the event loop's time goes while our whole process leads people through dialogs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench import race

PEOPLE = 900


def main() -> None:
    """Run it as in the race, under pyinstrument, and print what it found."""
    with tempfile.TemporaryDirectory(prefix="priemnaya-bench-", dir=Path.cwd()) as folder:
        found = Path(folder) / "profile.txt"
        plan = ("--people", str(PEOPLE), "--warm", "1")
        race.run((*race.BOTS["ours"], str(found)), Path(folder) / "bench.db", *plan)
        print(found.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
