"""What holds for every test: sockets go to loopback only; Hypothesis has no deadline, and no chance in CI; the
garbage collector is set as in the running bot."""

import os
import socket
from collections.abc import Callable, Iterator
from functools import wraps
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import settings

from bot import collector

pytest.register_assert_rewrite(
    "tests.e2e.audit", "tests.e2e.people", "tests.e2e.process", "tests.chaos", "tests.invariants"
)

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


def pytest_collection_finish() -> None:
    collector.calm()


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def loopback_only(connect: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(connect)
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(address[0]):
            pytest.fail(f"A test went out to the network: {address}")
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _loopback_sockets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, loopback_only(getattr(socket.socket, name)))
        yield
