"""Which addresses a file may be fetched from: an event of VK can be forged, and so can the link in it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from yarl import URL

VK_HOSTS = (
    "vk.com",
    "vk.ru",
    "vk.me",
    "userapi.com",
    "vkuser.net",
    "vkuserphoto.ru",
    "vkuseraudio.net",
    "vkuservideo.net",
    "vk-cdn.net",
    "mycdn.me",
    "okcdn.ru",
)
"""VK keeps people's files on hosts of these domains."""


class ForbiddenAddressError(Exception):
    """The link doesn't lead to VK. The text names no part of it."""


class Addresses:
    """Knows the addresses that are allowed.

    Args:
        api_url: where VK's API is. One on this machine is a sandbox, whose files are at the same host and port.
    """

    def __init__(self, api_url: str) -> None:
        api = URL(api_url)
        self._sandbox = (api.host, api.port) if _is_loopback(api.host or "") else None

    @property
    def is_sandbox(self) -> bool:
        return self._sandbox is not None

    def check(self, link: str) -> URL:
        """The link as an address that may be asked.

        Raises:
            ForbiddenAddressError: it leads anywhere but to VK, or isn't a link.
        """
        try:
            url = URL(link)
            host, port = url.host or "", url.port
        except ValueError:
            raise ForbiddenAddressError("not a link") from None
        if url.user is not None or url.password is not None:
            raise ForbiddenAddressError("a name in the link")
        if self._sandbox is not None and url.scheme == "http" and (host, port) == self._sandbox:
            return url
        if url.scheme != "https" or port != 443:
            raise ForbiddenAddressError("not https")
        if not any(host == known or host.endswith(f".{known}") for known in VK_HOSTS):
            raise ForbiddenAddressError("not VK's host")
        return url


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only: a name of VK's that leads inside is a forged one.

    The connector connects to what is resolved here, so nothing can change between the look and the request.
    """

    def __init__(self, resolver: AbstractResolver | None = None) -> None:
        self._resolver = resolver or DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise OSError("a private address")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def is_public(address: str) -> bool:
    """Whether this is an address of the open internet."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not parsed.is_multicast


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
