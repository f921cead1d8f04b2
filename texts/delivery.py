"""What is said about attachments that could not be kept or sent."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.contents import ContentStatus
from appeals.model import Attachment
from appeals.value import dataclass
from texts import words
from texts.reply import Reply, cut


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file of an appeal that isn't kept, and why."""

    number: str
    kind: str
    title: str
    status: ContentStatus


_WHY = {
    ContentStatus.TOO_BIG: "файл слишком большой",
    ContentStatus.WRONG_TYPE: "такие файлы бот не хранит",
    ContentStatus.GONE: "ВКонтакте его уже не отдаёт",
    ContentStatus.FAILED: "ВКонтакте не отдал файл",
}

_ADVICE = {
    ContentStatus.TOO_BIG: "Если он нужен, скачайте его из ВКонтакте сейчас: позже ссылка перестанет работать.",
    ContentStatus.WRONG_TYPE: "Не открывайте файл, если не ждали его от жителя. Нужный — скачайте из ВКонтакте сейчас.",
    ContentStatus.GONE: "Если он нужен, попросите жителя прислать ещё раз: /уточнить {tail}",
    ContentStatus.FAILED: "Если он нужен, попросите жителя прислать ещё раз: /уточнить {tail}",
}


def without_attachments(*, to_staff: bool) -> str:
    """Under a message that VK took only without its attachments, or without some of them."""
    if to_staff:
        return "Показаны не все вложения: ВКонтакте их больше не хранит."
    return "Не все вложения удалось отправить. Если они вам нужны, напишите нам."


def sent_without(number: str) -> Reply:
    """A citizen's message went without its attachments."""
    return Reply(
        f"№ {number}: сообщение жителю ушло не со всеми вложениями: ВКонтакте их больше не хранит. "
        "Если они важны, отправьте их ещё раз."
    )


def lost_files(files: Sequence[LostFile]) -> Reply:
    """Files of one appeal that could not be kept."""
    first = files[0]
    lines = []
    for one in files[:10]:
        title = f" «{cut(one.title, 60)}»" if one.title else ""
        lines.append(f"— {words.attachments([Attachment(one.kind)])}{title}: {_WHY[one.status]}")
    if len(files) > 10:
        lines.append(f"— и ещё {len(files) - 10}")
    tail = str(int(first.number.rpartition("-")[2]))
    advice = dict.fromkeys(_ADVICE[one.status].format(tail=tail) for one in files)
    return Reply("\n".join([f"№ {first.number} · вложения не сохранены у нас:", *lines, *advice]))


def no_room() -> Reply:
    """The disk is full."""
    return Reply(
        "На сервере заканчивается место: фото и документы жителей пока не сохраняются. Обращения мы принимаем. "
        "Передайте администратору сервера: python -m bot check"
    )
