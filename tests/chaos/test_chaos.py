"""The short form of `make chaos`."""

from pathlib import Path

import pytest

from tests.chaos.run import chaos


@pytest.mark.timeout(600)
async def test_a_minute_of_everything(tmp_path: Path) -> None:
    found = await chaos(tmp_path, seconds=60, seed=20261129, tell=print)
    assert found["appeals"] > 10, "people got on with their lives"
    assert found["announcements"]
    assert found["outages"]
