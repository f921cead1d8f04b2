"""Names of statuses, channels and deeds, as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.administration import UNKNOWN_CATEGORY, Administration
from appeals.model import Act, Answer, Appeal, Attachment, Channel, HistoryEntry, Lapse, Place, Side, Status
from texts.dates import count

STATUS_FOR_CITIZEN = {
    Status.NEW: "принято",
    Status.IN_PROGRESS: "в работе",
    Status.WAITING_CITIZEN: "ждём вашего ответа",
    Status.ANSWERED: "есть ответ",
    Status.CLOSED: "решено",
    Status.REOPENED: "снова в работе",
    Status.REJECTED: "отклонено",
    Status.FORWARDED: "передано в другое ведомство",
    Status.DUPLICATE: "объединено с другим обращением",
    Status.WITHDRAWN: "отозвано",
}

STATUS_FOR_STAFF = {
    Status.NEW: "новое",
    Status.IN_PROGRESS: "в работе",
    Status.WAITING_CITIZEN: "ждёт ответа жителя",
    Status.ANSWERED: "ответ отправлен",
    Status.CLOSED: "решено",
    Status.REOPENED: "открыто снова",
    Status.REJECTED: "отклонено",
    Status.FORWARDED: "передано в другое ведомство",
    Status.DUPLICATE: "дубликат",
    Status.WITHDRAWN: "отозвано жителем",
}

LAPSE_FOR_CITIZEN = {
    Lapse.NO_REPLY: "закрыто, не дождались вашего ответа",
    Lapse.NO_VERDICT: "закрыто",
}

LAPSE_FOR_STAFF = {
    Lapse.NO_REPLY: "закрыто, житель не ответил на вопрос",
    Lapse.NO_VERDICT: "закрыто, житель не сказал, решено ли",
}

CHANNELS = {
    Channel.DIALOG: "личные сообщения",
    Channel.LEAD_FORM: "форма заявки",
    Channel.WALL_COMMENT: "комментарий",
    Channel.BOARD: "обсуждение",
    Channel.HOTLINE: "горячая линия",
    Channel.RECEPTION: "личный приём",
    Channel.EMAIL: "электронная почта",
    Channel.PAPER: "письмо",
}

ACTS_FOR_CITIZEN = {
    Act.FILED: "обращение принято",
    Act.TAKEN: "взято в работу",
    Act.ASKED: "вам задали вопрос",
    Act.CLARIFIED: "вы ответили на вопрос",
    Act.ANSWERED: "ответ администрации",
    Act.REJECTED: "обращение отклонено",
    Act.RESOLVED: "вы подтвердили: решено",
    Act.REOPENED: "вы сообщили: не решено",
    Act.COMMENTED: "вы добавили подробности",
    Act.NUMBER_TOLD: "вам сообщили номер",
    Act.HAND_REPLIED: "сотрудник написал вам",
    Act.DELIVERED_LATER: "сообщение доставлено",
    Act.EDITED: "вы изменили текст",
    Act.REMOVED: "ваш комментарий удалён",
    Act.RESTORED: "ваш комментарий снова на месте",
    Act.REPLIED_IN_PUBLIC: "сотрудник ответил в комментариях",
    Act.PARTLY: "вы сообщили: решено частично",
    Act.RATED: "вы оценили нашу работу",
    Act.THANKED: "вы поблагодарили",
    Act.WITHDRAWN: "вы отозвали согласие, работа прекращена",
    Act.EXTENDED: "срок ответа продлён",
    Act.FORWARDED: "передано в другое ведомство",
    Act.UPDATED: "рассказали, как идут дела",
    Act.HANDED_OVER: "передано в отдел",
    Act.JOINED: "объединено с обращением",
    Act.PARTED: "отделено от обращения",
    Act.SPLIT: "разделено на несколько вопросов",
    Act.PART_MADE: "один из вопросов теперь в обращении",
    Act.SPLIT_FROM: "выделено из обращения",
    Act.OPENED: "снова в работе",
    Act.BACK_IN_WORK: "снова в работе",
    Act.BACK_PARTLY: "снова в работе",
    Act.OUTAGE_JOINED: "присоединено к известной аварии",
    Act.OUTAGE_LEFT: "вы сообщили: дело в другом",
    Act.OUTAGE_NEWS: "рассказали, как дела с аварией",
    Act.PROMISE_KEPT: "обещанное сделано",
    Act.PROMISE_MOVED: "обещанный срок перенесён",
    Act.UNREPLIED: "закрыто: не дождались вашего ответа на вопрос",
    Act.UNJUDGED: "закрыто: вы не сообщили, решён ли вопрос",
}
"""Deeds that a citizen sees; the others stay at the desk."""

ACTS_FOR_STAFF = {
    Act.FILED: "подано",
    Act.TAKEN: "взято в работу",
    Act.ASKED: "вопрос жителю",
    Act.CLARIFIED: "житель ответил",
    Act.ANSWERED: "ответ отправлен",
    Act.REJECTED: "отклонено",
    Act.RESOLVED: "житель подтвердил: решено",
    Act.REOPENED: "житель сообщил: не решено",
    Act.COMMENTED: "житель дополнил",
    Act.UNDELIVERED: "сообщение жителю не доставлено",
    Act.NUMBER_TOLD: "жителю сообщён номер",
    Act.HAND_REPLIED: "сообщение жителю без бота",
    Act.HAND_EDITED: "исправлено сообщение жителю",
    Act.PASSED_ON: "передано жителю",
    Act.INFORMED: "жителю сказали, зачем нужны данные",
    Act.DELIVERED_LATER: "доставлено жителю позже",
    Act.EDITED: "житель изменил текст",
    Act.REMOVED: "комментарий удалён",
    Act.RESTORED: "комментарий восстановлен",
    Act.REPLIED_IN_PUBLIC: "ответ от имени сообщества в комментариях",
    Act.PARTLY: "житель сообщил: решено частично",
    Act.RATED: "оценка жителя",
    Act.THANKED: "житель поблагодарил",
    Act.WITHDRAWN: "житель отозвал согласие или удалил данные",
    Act.ERASED: "персональные данные уничтожены",
    Act.GIVEN: "отдано коллеге",
    Act.HANDED_OVER: "передано в отдел",
    Act.HANDED_BACK: "возвращено модераторам",
    Act.CONTROLLED: "взято на личный контроль",
    Act.RELEASED: "снято с личного контроля",
    Act.PRIORITISED: "срочность изменена",
    Act.EXTENDED: "срок продлён",
    Act.FORWARDED: "передано в другое ведомство",
    Act.UPDATED: "жителю сообщили, как идут дела",
    Act.NOTED: "заметка",
    Act.RECATEGORISED: "изменена тема",
    Act.READDRESSED: "изменён адрес",
    Act.JOINED: "объединено с обращением",
    Act.ABSORBED: "присоединено обращение",
    Act.PARTED: "отделено от обращения",
    Act.SEPARATED: "отделилось обращение",
    Act.SPLIT: "разделено на вопросы",
    Act.PART_MADE: "выделено обращение",
    Act.SPLIT_FROM: "выделено из обращения",
    Act.OPENED: "открыто снова",
    Act.BACK_IN_WORK: "житель сообщил: не решено присоединённое обращение",
    Act.BACK_PARTLY: "житель сообщил: решено частично присоединённое обращение",
    Act.UNDONE: "отменено",
    Act.SUBMITTED: "ответ на согласовании",
    Act.APPROVED: "ответ согласован",
    Act.RETURNED: "ответ возвращён автору",
    Act.OVERRULED: "отправлено несмотря на замечания",
    Act.PROMISE_KEPT: "обещание выполнено",
    Act.OUTAGE_JOINED: "присоединено к аварии",
    Act.OUTAGE_LEFT: "житель сообщил: дело не в аварии",
    Act.OUTAGE_NEWS: "жителю сообщили об аварии",
    Act.AUTO_ANSWERED: "автоответ не помог",
    Act.ACCEPTED: "ЧП принято",
    Act.PROMISE_MOVED: "обещание перенесено",
    Act.REMINDED: "жителю напомнили о вопросе",
    Act.VERDICT_ASKED: "жителя спросили, решено ли",
    Act.UNREPLIED: "закрыто: житель не ответил на вопрос",
    Act.UNJUDGED: "закрыто: житель не сказал, решено ли",
}

LINKS = frozenset(
    {
        Act.JOINED,
        Act.ABSORBED,
        Act.PARTED,
        Act.SEPARATED,
        Act.PART_MADE,
        Act.SPLIT_FROM,
        Act.BACK_IN_WORK,
        Act.BACK_PARTLY,
    }
)
"""Acts whose words are the number of another appeal."""

LINKS_FOR_CITIZEN = LINKS - {Act.BACK_IN_WORK, Act.BACK_PARTLY}
"""Those that name it to the citizen, too: a neighbour's verdict stays the neighbour's."""

ATTACHMENT_KINDS = {
    "photo": ("фото", "фото", "фото"),
    "doc": ("документ", "документа", "документов"),
    "video": ("видео", "видео", "видео"),
    "audio_message": ("голосовое сообщение", "голосовых сообщения", "голосовых сообщений"),
}
"""The noun after 1, 2 and 5."""

FORWARDED = "Пересланное сообщение:"
"""Stands before words that somebody else wrote."""

_OTHER_KIND = ("вложение", "вложения", "вложений")


STANDARD_QUESTIONS = {
    "first_name": "Имя",
    "last_name": "Фамилия",
    "patronymic_name": "Отчество",
    "email": "Почта",
    "phone_number": "Телефон",
    "location": "Место",
    "age": "Возраст",
    "birthday": "Дата рождения",
}
"""VK's standard questions of a lead form, for an event that doesn't bring their words."""


def status_for_citizen(appeal: Appeal) -> str:
    """How an appeal stands, as its citizen reads it."""
    return LAPSE_FOR_CITIZEN[appeal.lapse] if appeal.lapse else STATUS_FOR_CITIZEN[appeal.status]


def status_for_staff(appeal: Appeal) -> str:
    """How an appeal stands, as staff read it."""
    return LAPSE_FOR_STAFF[appeal.lapse] if appeal.lapse else STATUS_FOR_STAFF[appeal.status]


def category_title(administration: Administration, category_id: str) -> str:
    """The title of a category; one that has left the settings is shown by its id."""
    if category_id == UNKNOWN_CATEGORY:
        return "Тема не выбрана"
    category = administration.category(category_id)
    return category.title if category else category_id


def topic(administration: Administration, category_id: str) -> str:
    """«Тема: Дороги», or that there is none."""
    return f"Тема: {'не выбрана' if category_id == UNKNOWN_CATEGORY else category_title(administration, category_id)}"


def attachments(items: Sequence[Attachment]) -> str:
    """«2 фото, 1 голосовое сообщение на 0:42»; nothing for none."""
    kinds = [ATTACHMENT_KINDS.get(item.kind, _OTHER_KIND) for item in items]
    seconds = sum(item.seconds for item in items if item.kind == "audio_message")
    lengths = {ATTACHMENT_KINDS["audio_message"]: f" на {seconds // 60}:{seconds % 60:02d}" if seconds else ""}
    return ", ".join(count(kinds.count(forms), *forms) + lengths.get(forms, "") for forms in dict.fromkeys(kinds))


def answer_body(administration: Administration, appeal: Appeal, text: str, items: Sequence[Attachment]) -> str:
    """The words of an answer, what its photos show, and whose department did it."""
    department = administration.department(appeal.department) if appeal.department else None
    lines = [before_and_after(items), f"Кто занимался: {department.title}" if department else ""]
    ending = "\n".join(line for line in lines if line)
    return f"{text}\n\n{ending}" if ending else text


def before_and_after(items: Sequence[Attachment]) -> str:
    """«Было — 2 фото, стало — 1 фото», in the order in which they stand; nothing where none has a side."""
    sides = {"было": Side.BEFORE, "стало": Side.AFTER}
    counted = {name: attachments([one for one in items if one.side == side]) for name, side in sides.items()}
    told = ", ".join(f"{name} — {what}" for name, what in counted.items() if what)
    return told[:1].upper() + told[1:]


def official_way(administration: Administration) -> str:
    """What is left to whoever disagrees with a refusal."""
    return (
        "Если вы не согласны, напишите новое обращение или обратитесь официально через Госуслуги: "
        f"{administration.administration.official_url}"
    )


def enclosed(items: Sequence[Attachment]) -> str:
    """« (2 фото)» after what they came with; nothing for none."""
    return f" ({attachments(items)})" if items else ""


def answers(items: tuple[Answer, ...]) -> list[str]:
    """«Возраст: 35», «Что случилось? Яма», one line an answer."""
    return [f"{_asked(STANDARD_QUESTIONS.get(item.question, item.question))} {item.text}" for item in items]


def _asked(question: str) -> str:
    return question if question.endswith(("?", ":")) else f"{question or 'Ответ'}:"


def channel(appeal: Appeal) -> str:
    """«форма заявки «Яма на дороге»», or the channel alone."""
    return CHANNELS[appeal.channel] + (f" «{appeal.source}»" if appeal.source else "")


def words_of(appeal: Appeal) -> str:
    """All that the citizen told: the text, and the answers that have no field of their own."""
    return "\n".join(part for part in (appeal.text, *answers(appeal.answers)) if part) or "Без текста"


def on_map(place: Place) -> str:
    """A point on the map that came as a message, in words."""
    point = f"{place.latitude:.5f}, {place.longitude:.5f}" if place.on_map else ""
    return "Место на карте: " + ", ".join(part for part in (place.address, point) if part)


def deed_for_staff(entry: HistoryEntry) -> str:
    """A deed as staff read it in the story; with the number of the other appeal where there is one."""
    return ACTS_FOR_STAFF[entry.act] + (f" № {entry.text}" if entry.text and entry.act in LINKS else "")


def words_for_staff(entry: HistoryEntry) -> str:
    """What stands behind a deed in the story that staff read; nothing for a deed that says it all."""
    match entry.act:
        case act if act in LINKS or not entry.text:
            return ""
        case Act.UNDONE:
            return f": {ACTS_FOR_STAFF[Act(entry.text)]}"
        case Act.SPLIT:
            return f". Было: {entry.text}"
    return f": {entry.text}"
