"""What a citizen reads who came to the private conversation by the link under their comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from appeals.administration import Administration
from appeals.model import Appeal, Citizen, HistoryEntry
from texts.buttons import AGREE, DISAGREE, LABEL_AGREE, LABEL_DISAGREE, back_and_cancel, menu, text_button
from texts.own_appeals import one_appeal
from texts.reply import Colour, Reply, below


def welcome(
    administration: Administration, citizen: Citizen, appeal: Appeal, history: Sequence[HistoryEntry], now: datetime
) -> Reply:
    """The appeal that the comment became."""
    hello = f"Здравствуйте, {citizen.first_name}!" if citizen.first_name else "Здравствуйте!"
    page = one_appeal(administration, appeal, history, now)
    return replace(page, text=f"{hello} Вот обращение, которое вы оставили на нашей странице.\n\n{page.text}")


def consent(administration: Administration) -> Reply:
    """Consent, before anything more is taken."""
    document = administration.consent
    return Reply(
        "Здесь можно добавить адрес, телефон и фото: их увидят только сотрудники. Для этого нужно ваше согласие на "
        "обработку персональных данных: имени, контактов, адреса и всего, что вы напишете и приложите. Они нужны, "
        f"только чтобы разобраться и ответить.\n\nТекст согласия (версия {document.version}): {document.url}",
        below(
            (text_button(LABEL_AGREE, AGREE, Colour.POSITIVE), text_button(LABEL_DISAGREE, DISAGREE)),
            back_and_cancel(),
        ),
    )


def consent_needed(administration: Administration) -> Reply:
    """Words came instead of «Согласен»: they are kept for it."""
    reply = consent(administration)
    return replace(
        reply, text=f"Ваши слова не пропадут. Но сначала ответьте, пожалуйста, на вопрос о согласии.\n\n{reply.text}"
    )


def without_consent() -> Reply:
    """«Не согласен»: the comment stays an appeal, nothing more is taken."""
    return Reply(
        "Хорошо, больше ничего не спросим. Обращение остаётся таким, как вы его написали, ответ придёт туда же.",
        menu(),
    )


def tell_more(appeal: Appeal) -> Reply:
    """The next message is added to the appeal."""
    return Reply(
        f"Напишите, что добавить к обращению № {appeal.number}: где это, как с вами связаться. Можно с фото. "
        "Добавить нечего — нажмите «Назад».",
        below(back_and_cancel()),
    )
