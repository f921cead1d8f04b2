"""When something is to begin, and till when it lasts, as people write it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.moments import When, begins_with_end, begins_with_start, read_end, read_start
from tests.unit.samples import ADMINISTRATION, NOW

ZONE = ADMINISTRATION.zone
MORNING = datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
"""10 o'clock on a Tuesday."""
ZONES = st.sampled_from(["Europe/Moscow", "Europe/Berlin", "Asia/Kamchatka", "America/New_York", "Asia/Kolkata"])
MOMENTS = st.integers(0, 5 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(0, seconds)
)


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> When:
    """A moment of the sample's 2026, Moscow's time. The sample's present is Tuesday, 24 November, noon."""
    return When(datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("сейчас", When(None)),
        ("Прямо сейчас", When(None)),
        ("завтра в 10:00", local(25, 10)),
        ("Завтра, в 10.10", local(25, 10, 10)),
        ("завтра к 9 утра", local(25, 9)),
        ("послезавтра в 7 вечера", local(26, 19)),
        ("30.11 18:00", local(30, 18)),
        ("30.11.2026 в 18.00", local(30, 18)),
        ("30 ноября в 18 часов", local(30, 18)),
        ("в пятницу в 12:00", local(27, 12)),
        ("в 10:00 завтра", local(25, 10)),
        ("15:00", local(24, 15)),
        ("18.30", local(24, 18, 30)),
        ("в 10.12", local(24, 10, 12)),
        ("через полчаса", local(24, 12, 30)),
        ("через час", local(24, 13)),
        ("через 2 часа", local(24, 14)),
        ("через 15 минут", local(24, 12, 15)),
        ("10.12", replace(local(10, 0, month=12), needs_time=True)),
        ("завтра", replace(local(25, 0), needs_time=True)),
        ("в 25:00", None),
        ("завтра в 10:61", None),
        ("01.01.0001 10:00", None),
        ("31.12.9999 23:00", None),
        ("в 24:00", local(24, 23, 59)),
        ("через два часа", local(24, 14)),
        ("через двадцать минут", local(24, 12, 20)),
        ("к 9 декабря", replace(local(9, 0, month=12), needs_time=True)),
        ("в 9 завтра", local(25, 9)),
        ("до 18:00", None),
        ("час", None),
        ("когда-нибудь", None),
        ("", None),
    ],
)
def test_a_start(text: str, meant: When | None) -> None:
    assert read_start(text, NOW, ZONE) == meant


@given(MOMENTS, MOMENTS, ZONES)
def test_a_moment_written_out_is_that_moment(now: datetime, at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    minute = at.astimezone(zone).replace(second=0, microsecond=0, fold=0)
    moment, again = minute.astimezone(UTC), minute.replace(fold=1).astimezone(UTC)
    read = read_start(f"{minute:%d.%m.%Y} {minute:%H:%M}", now, zone)
    assert read == When(again if moment < now <= again else moment)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *(("до 18:00", "07 18:00"), ("18.00", "07 18:00"), ("до 18", "07 18:00"), ("до 18 часов", "07 18:00")),
        *(("до 9:00", "08 09:00"), ("до завтра 12:00", "08 12:00"), ("до 12:00 завтра", "08 12:00")),
        *(("до 9 апреля в 8", "09 08:00"), ("до 9 апреля, 8:30", "09 08:30"), ("до пятницы", "10 23:59")),
        *(("на 2 часа", "07 12:00"), ("ещё 30 минут", "07 10:30"), ("на полчаса", "07 10:30"), ("час", "07 11:00")),
        *(("до 7 вечера", "07 19:00"), ("к 8 утра", "08 08:00"), ("до 2 часов дня", "07 14:00")),
        *(
            ("до 18:00 в пятницу", "10 18:00"),
            (" , до 10.04", "10 23:59"),
            ("к 10.04 9:30", "10 09:30"),
            ("в 10.12", "07 10:12"),
            ("9 часов в пятницу", "10 09:00"),
            ("на десять минут", "07 10:10"),
        ),
        *(("с 9 до 18", "07 18:00"), ("примерно с 9-00 до 18-00", "07 18:00"), ("до 6 вечера", "07 18:00")),
        *(("до 18.00 9 апреля", "09 18:00"), ("до 6:30 вечера завтра", "08 18:30"), ("2026-04-09", "09 23:59")),
        *(("на сутки", "08 10:00"), ("на 2 дня", "09 10:00"), ("с 10:00 до 18:00", "07 18:00")),
        *(("до конца дня", "07 23:59"), ("до 24:00", "07 23:59"), ("завтра до 12:00", "08 12:00")),
    ],
)
def test_an_end(typed: str, shown: str) -> None:
    moment = read_end(typed, MORNING, ZONE)
    assert moment is not None
    assert f"{moment.astimezone(ZONE):%d %H:%M}" == shown


@pytest.mark.parametrize("typed", ["", "бригада", "до 25:00", "до 18:75", "8", "до 18:00 бригада", "до утра", "сейчас"])
def test_no_end(typed: str) -> None:
    assert read_end(typed, MORNING, ZONE) is None


def test_more_time_is_added_to_what_was_promised() -> None:
    ends = MORNING + timedelta(hours=8)
    assert read_end("ещё 2 часа", MORNING, ZONE, ends) == ends + timedelta(hours=2)
    assert read_end("через 2 часа", MORNING, ZONE, ends) == MORNING + timedelta(hours=2)
    assert read_end("до 18:30", MORNING, ZONE, ends) == ends + timedelta(minutes=30)


def test_an_end_and_what_follows() -> None:
    moment, rest = begins_with_end("до 21:00, ждём экскаватор", MORNING, ZONE) or (None, "")
    assert moment == datetime(2026, 4, 7, 18, 0, tzinfo=UTC)
    assert rest == "ждём экскаватор"


@given(st.text(max_size=60), MOMENTS)
def test_any_text_is_read_or_not(text: str, now: datetime) -> None:
    for typed in (text, f"до {text}", f"завтра {text}", f"на {text} часов"):
        begins_with_start(typed, now, ZONE)
        begins_with_end(typed, now, ZONE)


@given(MOMENTS, MOMENTS, ZONES)
def test_an_end_without_a_day_is_ahead(now: datetime, at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    end = read_end(f"до {at.astimezone(zone):%H:%M}", now, zone)
    assert end is not None
    assert now < end <= now + timedelta(hours=25), "the change of clocks may add an hour"


def test_of_an_hour_that_comes_twice_the_next_is_meant() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    def utc(hour: int, minute: int) -> datetime:
        return datetime(2026, 10, 25, hour, minute, tzinfo=UTC)

    assert read_start("в 2:55", utc(0, 40), berlin) == When(utc(0, 55))
    assert read_start("в 2:55", utc(1, 50), berlin) == When(utc(1, 55))
    assert read_end("до 2:55", utc(1, 50), berlin) == utc(1, 55)
