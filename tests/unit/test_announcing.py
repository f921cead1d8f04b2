"""What `/объявление` is told: the moment, to whom, the text; and the hours in which announcements may come."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import AnnouncementRules, Department, Period
from appeals.announcements import Audience, Circle, Fault, Hours
from appeals.announcing import Head, read_audience, read_head, split_head
from appeals.errors import AnnouncementRefused
from appeals.model import Role, StaffMember
from appeals.moments import When
from appeals.usecases.announcements import check_start
from tests.unit.samples import ADMINISTRATION, NOW

TOWN = replace(ADMINISTRATION, departments=(Department("roads", "Отдел дорог"), Department("water", "Водоканал")))
ZONE = TOWN.zone
ADMINISTRATOR, HEAD = StaffMember(202, Role.ADMINISTRATOR), StaffMember(203, Role.HEAD)
DAYTIME = Hours(AnnouncementRules().period, ZONE)
ZONES = st.sampled_from(["Europe/Moscow", "Europe/Berlin", "Asia/Kamchatka", "America/New_York", "Asia/Kolkata"])
MOMENTS = st.integers(0, 5 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(0, seconds)
)


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> When:
    """A moment of the sample's 2026, Moscow's time. The sample's present is Tuesday, 24 November, noon."""
    return When(datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC))


@given(st.text(max_size=60), MOMENTS)
def test_any_text_is_read_or_not(text: str, now: datetime) -> None:
    read_head(TOWN, text, now)
    split_head(TOWN, text, now)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Всем", Audience(Circle.EVERYBODY)),
        ("всем, кто писал", Audience(Circle.EVERYBODY)),
        ("С открытыми обращениями", Audience(Circle.OPEN)),
        ("тем, у кого открыты обращения", Audience(Circle.OPEN)),
        ("тема Дороги и тротуары", Audience(Circle.CATEGORY, "roads")),
        ("по теме снег", Audience(Circle.CATEGORY, "snow")),
        ("отдел дорог", Audience(Circle.DEPARTMENT, "roads")),
        ("отдел Водоканал", Audience(Circle.DEPARTMENT, "water")),
        ("улица Садовая", Audience(Circle.STREET, "Садовая")),
        ("по ул. 8 Марта", Audience(Circle.STREET, "8 Марта")),
        ("тема рыбалка", None),
        ("отдел кадров", None),
        ("улица …", None),
        ("соседям", None),
    ],
)
def test_to_whom(text: str, meant: Audience | None) -> None:
    assert read_audience(TOWN, text) == meant


@pytest.mark.parametrize(
    ("line", "head", "text"),
    [
        (
            "завтра в 10:00 всем: Воды не будет: с 12:00",
            Head(local(25, 10), Audience(Circle.EVERYBODY)),
            "Воды не будет: с 12:00",
        ),
        (
            "улица Большая Садовая, завтра в 10:00\nВоды не будет",
            Head(local(25, 10), Audience(Circle.STREET, "Большая Садовая")),
            "Воды не будет",
        ),
        ("Срочно, сейчас, тема снег: Лавина", Head(When(None), Audience(Circle.CATEGORY, "snow"), True), "Лавина"),
        ("отдел дорог 30.11 18:00: Ремонт", Head(local(30, 18), Audience(Circle.DEPARTMENT, "roads")), "Ремонт"),
        ("всем: Привет", Head(None, Audience(Circle.EVERYBODY)), "Привет"),
        ("завтра в 10:00\nвсем\nПривет", Head(local(25, 10), Audience(Circle.EVERYBODY)), "Привет"),
        ("всем\nсрочно\nсейчас\nВсем\nпривет", Head(When(None), Audience(Circle.EVERYBODY), True), "Всем\nпривет"),
        ("всем: Завтра в 10:00\nсубботник", Head(None, Audience(Circle.EVERYBODY)), "Завтра в 10:00\nсубботник"),
        ("сейчас", Head(When(None)), ""),
        ("Уважаемые жители: завтра субботник", Head(), "Уважаемые жители: завтра субботник"),
        ("Завтра отключат воду", Head(), "Завтра отключат воду"),
        ("", Head(), ""),
    ],
)
def test_one_line(line: str, head: Head, text: str) -> None:
    assert split_head(TOWN, line, NOW) == (head, text)


@given(MOMENTS, ZONES, st.integers(0, 22), st.integers(1, 23))
def test_the_next_decent_moment(moment: datetime, name: str, start: int, length: int) -> None:
    zone = ZoneInfo(name)
    hours = Hours(Period(time(start), time(min(23, start + length), 59)), zone)
    following = hours.following(moment)
    assert moment <= following < moment + timedelta(hours=49)
    # An hour that the change of clocks leaves out is shown as the next one.
    assert hours.is_open(following) or hours.is_open(following + timedelta(hours=1))
    assert hours.is_open(moment) <= (following == moment)
    if hours.is_open(moment):
        assert moment < hours.closes(moment) + timedelta(hours=1)


def test_when_it_begins() -> None:
    night = NOW.replace(hour=20)  # 23:00 in Moscow
    assert check_start(HEAD, None, NOW, DAYTIME, is_urgent=False) == NOW
    assert check_start(HEAD, NOW - timedelta(minutes=5), NOW, DAYTIME, is_urgent=False) == NOW
    assert check_start(ADMINISTRATOR, None, night, DAYTIME, is_urgent=True) == night
    for member, at, urgent, fault in [
        (HEAD, NOW - timedelta(hours=1), False, Fault.PAST),
        (HEAD, NOW + timedelta(days=400), False, Fault.FAR),
        (HEAD, night, False, Fault.QUIET),
        (HEAD, night, True, Fault.NOT_URGENT),
        (ADMINISTRATOR, night, False, Fault.QUIET),
    ]:
        with pytest.raises(AnnouncementRefused) as refused:
            check_start(member, at, NOW, DAYTIME, is_urgent=urgent)
        assert refused.value.fault is fault
    with pytest.raises(AnnouncementRefused) as late:
        check_start(HEAD, night, NOW, DAYTIME, is_urgent=False)
    assert late.value.better == datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
