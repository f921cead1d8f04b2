"""What is kept: types by their bytes, names of VK's; and which addresses may be asked."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from appeals.contents import (
    EXPIRED_PAUSES,
    PAUSES,
    Reference,
    is_archive,
    parse_reference,
    pause_after,
    type_named,
    type_of,
    type_of_archive,
)
from bot.contents.addresses import VK_HOSTS, Addresses, ForbiddenAddressError, PublicResolver, is_public

VK = Addresses("https://api.vk.ru/method/")
SANDBOX = Addresses("http://127.0.0.1:8650/method/")


@pytest.mark.parametrize(
    ("head", "ending"),
    [
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF89a", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBP", "webp"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        (b"OggS\x00\x02", "ogg"),
        (b"ID3\x04", "mp3"),
        ("Прошу починить фонарь.".encode(), "txt"),
        ("Прошу починить фонарь.".encode("cp1251"), "txt"),
    ],
)
def test_what_is_kept(head: bytes, ending: str) -> None:
    kind = type_of(head)
    assert kind is not None
    assert kind.ending == ending


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"MZ\x90\x00",
        b"MZ just text",
        b"\x7fELF\x02",
        b"#!/bin/sh\nrm -rf /",
        b"<html><script>",
        b"\xef\xbb\xbf  <?xml version='1.0'?><svg>",
        b"@echo off",
        b"PK\x03\x04" + bytes(26) + b"word/document.xml",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        bytes(200),
    ],
)
def test_what_is_not(head: bytes) -> None:
    assert type_of(head) is None


ODT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("head", "names", "ending"),
    [
        (b"PK\x03\x04", ["[Content_Types].xml", "word/document.xml"], "docx"),
        (b"PK\x03\x04", ["xl/workbook.xml", "[Content_Types].xml"], "xlsx"),
        (b"PK\x03\x04", ["ppt/presentation.xml", "[Content_Types].xml"], "pptx"),
        (ODT, ["mimetype", "content.xml"], "odt"),
        (ODT, ["content.xml"], None),
        (ODT, ["mimetype", "Basic/Standard/Module1.xml"], None),
        (b"PK\x03\x04", ["mimetype", "content.xml"], None),
        (b"PK\x03\x04", ["[Content_Types].xml", "virus.exe"], None),
        (b"PK\x03\x04", ["word/document.xml"], None),
        (b"PK\x03\x04", ["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"], None),
        (b"PK\x03\x04", ["[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"], None),
        (b"PK\x03\x04", [], None),
    ],
)
def test_an_archive_is_known_by_its_parts(head: bytes, names: list[str], ending: str | None) -> None:
    assert is_archive(head)
    kind = type_of_archive(head, names)
    assert (kind.ending if kind else None) == ending
    assert kind is None or type_named(kind.mime) == kind


@given(st.binary(max_size=5000))
def test_any_bytes_have_a_verdict(head: bytes) -> None:
    kind = type_of(head)
    assert kind is None or kind.ending.isalnum()


@given(
    st.builds(
        Reference,
        st.sampled_from(["photo", "doc", "video", "audio_message"]),
        st.integers(-(2**40), 2**40),
        st.integers(0, 2**40),
        st.text("0123456789abcdef", max_size=20),
    )
)
def test_a_reference_is_read_as_it_is_written(reference: Reference) -> None:
    assert parse_reference(str(reference)) == reference


@given(st.text(max_size=40))
def test_any_text_is_a_reference_or_none(text: str) -> None:
    reference = parse_reference(text)
    assert reference is None or parse_reference(reference.name) is not None


def test_attempts_end_sooner_where_the_link_has_expired() -> None:
    assert [pause_after(n, expired=False) for n in range(1, len(PAUSES) + 2)] == [*PAUSES, None]
    assert pause_after(len(EXPIRED_PAUSES) + 1, expired=True) is None
    assert list(PAUSES) == sorted(PAUSES)


@pytest.mark.parametrize("host", [*VK_HOSTS, "sun9-1.userapi.com", "psv4.vkuser.net"])
def test_hosts_of_vk_are_asked(host: str) -> None:
    assert VK.check(f"https://{host}/a?b=1").host == host


@pytest.mark.parametrize(
    "link",
    [
        "",
        "//",
        "https://",
        "http://userapi.com/a",
        "https://userapi.com:8443/a",
        "https://userapi.com.example.org/a",
        "https://notuserapi.com/a",
        "https://user:word@userapi.com/a",
        "https://example.org/?userapi.com",
        "https://example.org#.userapi.com",
        "https://userapi.com\\@example.org/",
        "ftp://userapi.com/a",
        "file:///data/priemnaya.db",
        "https://127.0.0.1/a",
        "http://127.0.0.1:8650/a",
        "https://[::1]/a",
        "https://0x7f000001/a",
        "https://localhost/a",
    ],
)
def test_nothing_else_is(link: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        VK.check(link)


@given(st.text(max_size=60) | st.from_regex(r"(https?|ftp)://[\w.@:\[\]\\%-]{0,40}/?.{0,10}", fullmatch=True))
def test_whatever_passes_is_vks_over_https(link: str) -> None:
    try:
        url = VK.check(link)
    except ForbiddenAddressError:
        return
    assert url.scheme == "https"
    assert any(f".{url.host}".endswith(f".{known}") for known in VK_HOSTS)


@pytest.mark.parametrize("link", ["http://127.0.0.1:8651/a", "http://localhost:8650/a", "http://10.0.0.1:8650/a"])
def test_a_sandbox_is_one_host_and_port(link: str) -> None:
    assert SANDBOX.check("http://127.0.0.1:8650/files/1/a.png") == URL("http://127.0.0.1:8650/files/1/a.png")
    with pytest.raises(ForbiddenAddressError):
        SANDBOX.check(link)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "name"],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses())
def test_public_means_of_the_open_internet(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(str(address)):
        inside = (address.is_private, address.is_loopback, address.is_link_local, address.is_multicast)
        assert not any(inside)


async def test_a_name_that_leads_inside_is_not_resolved() -> None:
    class Forged(PublicResolver):
        def __init__(self) -> None:
            pass

        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[object]:  # type: ignore[override] # lean
            return [{"host": "8.8.8.8"}, {"host": "10.0.0.1"}]

        async def close(self) -> None:
            pass

    with pytest.raises(OSError, match="private"):
        await PublicResolver(Forged()).resolve("sun9-1.userapi.com", 443)
