"""The stores that the contract is checked on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.storage.people import BORIS
from tests.storage.store import STORES, SqliteStore
from tests.unit.samples import ANNA


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An open, empty store of every kind, one after the other."""
    store = STORES[request.param](tmp_path)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def people(store: SqliteStore) -> None:
    """Anna and Boris have written to the community."""
    await store.introduce(ANNA.vk_id, BORIS)
