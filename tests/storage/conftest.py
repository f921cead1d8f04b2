"""The stores that the contract is checked on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.storage.store import STORES, SqliteStore


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An open, empty store of every kind, one after the other."""
    store = STORES[request.param](tmp_path)
    await store.open()
    yield store
    await store.close()
