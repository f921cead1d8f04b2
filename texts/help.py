"""Help of the desk: what commands there are and how to write them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from texts.reply import Reply, cut


@dataclass(frozen=True, slots=True)
class Help:
    """One command in `/помощь`: `does` in a few words, an `example` as it is typed, and whatever else helps."""

    group: str
    does: str
    example: str
    details: str = ""


FINDING = "Найти"
WORKING = "Работать"
REGISTERING = "Записать со слов"
ARRANGING = "Настроить"

COMMANDS: dict[str, Help] = {
    "обращения": Help(FINDING, "открытые обращения, сначала срочные", "/обращения"),
    "обращение": Help(
        FINDING,
        "одно обращение целиком: слова жителя, вложения, история",
        "/обращение 123",
    ),
    "журнал": Help(
        FINDING,
        "кто, когда и что делал с обращением",
        "/журнал 123",
        "Журнал нельзя исправить или стереть. Его видят глава и администраторы.",
    ),
    "взять": Help(WORKING, "взять в работу", "/взять 123", "Житель узнает, что его обращением занимаются."),
    "контроль": Help(
        WORKING,
        "что на личном контроле",
        "/контроль",
        "Взять на контроль: /контроль 123. Исполнитель узнает об этом, на карточке появится ваше имя, а бот скажет "
        "вам, чем кончилось. Снять: /контроль 123 снять.",
    ),
    "ответ": Help(
        WORKING,
        "ответить жителю",
        "/ответ 123 Яму засыпали 3 декабря.",
        "Фото приложите к этому же сообщению. Бот покажет ответ таким, каким его увидит житель, и отправит после "
        "«Отправить». Можно и без текста: /ответ 123, а текст — следующим сообщением.",
    ),
    "уточнить": Help(
        WORKING,
        "спросить жителя",
        "/уточнить 123 Какой подъезд?",
        "Обращение будет ждать его ответа.",
    ),
    "отклонить": Help(
        WORKING,
        "отклонить и объяснить почему",
        "/отклонить 123 Это вопрос к соседнему району.",
        "Житель увидит ваши слова.",
    ),
    "сообщить": Help(
        WORKING,
        "рассказать жителю, как идут дела, до ответа",
        "/сообщить 123 Бригада осмотрела яму, асфальт привезут в четверг.",
        "Обращение останется открытым.",
    ),
    "срочность": Help(
        WORKING,
        "поменять срочность: чп, срочно или обычно",
        "/срочность 123 срочно",
        "Сроки пересчитаются. У ЧП часы идут круглосуточно. Если срок стал позже, чем знает житель, бот напишет ему.",
    ),
    "продлить": Help(
        WORKING,
        "дать на ответ больше времени",
        "/продлить 123 15 мая ждём поставку плитки",
        "Сначала день: «15 мая», «15.05», «до пятницы», «на 3 дня», «на 5 рабочих дней», — потом причина. Житель "
        "увидит и день, и причину.",
    ),
    "переслать": Help(
        WORKING,
        "передать в другое ведомство",
        "/переслать 123 Росавтодор: эта дорога федеральная",
        "До двоеточия — куда, после него — что сказать жителю. Наши часы остановятся, на карточке будет срок того "
        "ведомства по закону.",
    ),
    "бот": Help(WORKING, "вернуть бота в переписку, в которой отвечал сотрудник", "/бот 123"),
    "новое": Help(
        REGISTERING,
        "зарегистрировать звонок, приём или письмо",
        "/новое горячая линия",
        "Можно просто /новое: бот спросит, откуда обращение, и поведёт дальше.",
    ),
    "записать": Help(
        REGISTERING, "записать ответ жителя, который передали по телефону", "/записать 123 Подъезд третий."
    ),
    "отмена": Help(ARRANGING, "отменить начатое", "/отмена"),
    "помощь": Help(ARRANGING, "эта подсказка", "/помощь ответ", "Без слова после неё — все команды."),
}
"""In the order in which they are shown."""


def help_text(allowed: Collection[str]) -> Reply:
    """`/помощь`: the commands that the person may use."""
    parts = []
    for group in dict.fromkeys(help_.group for help_ in COMMANDS.values()):
        lines = [
            f"{help_.example} — {help_.does}"
            for name, help_ in COMMANDS.items()
            if help_.group == group and name in allowed
        ]
        if lines:
            parts.append("\n".join([f"{group}:", *lines]))
    return Reply(
        "\n\n".join(parts) + "\n\nНомер можно писать целиком (2026-000123) или только конец (123). "
        "Подробнее об одной команде: /помощь ответ. То же делают кнопки под карточкой."
    )


def help_on(name: str) -> Reply:
    """`/помощь ответ`."""
    help_ = COMMANDS[name]
    lines = [f"/{name} — {help_.does}.", f"Например: {help_.example}"]
    return Reply("\n".join([*lines, help_.details] if help_.details else lines))


def unknown_command(text: str, nearest: str | None) -> Reply:
    """A command that doesn't exist."""
    hint = f"Может быть, /{nearest}? Например: {COMMANDS[nearest].example}. " if nearest else ""
    return Reply(f"Команды /{cut(text, 30)} нет. {hint}Все команды: /помощь")


def number_needed(command: str) -> Reply:
    """A command without a number."""
    return Reply(f"После команды нужен номер обращения. Например: {COMMANDS[command].example}")
