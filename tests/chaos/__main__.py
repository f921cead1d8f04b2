"""`make chaos`: a long run, told as it goes."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.chaos.run import chaos


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="priemnaya-chaos-") as folder:
        found = asyncio.run(chaos(Path(folder), seconds=60 * wanted.minutes, seed=wanted.seed, tell=print))
    print("Ничего не потеряно и не удвоено:", ", ".join(f"{name} {count}" for name, count in found.items()))


if __name__ == "__main__":
    main()
