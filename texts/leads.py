"""What a citizen reads after filling in a lead form."""

from __future__ import annotations

from appeals.administration import Administration
from appeals.model import Appeal
from texts.buttons import OPEN_APPEAL, text_button
from texts.citizen import line
from texts.dates import day
from texts.reply import Reply, inline


def accepted(administration: Administration, appeal: Appeal, notice: str = "") -> Reply:
    """The number of the appeal that the form became, what happens next, by when. `notice` is one line more.

    The button stands under the message: the person may be in the middle of another dialog.
    """
    form = f" «{appeal.source}»" if appeal.source else ""
    return Reply(
        f"Здравствуйте! Вы заполнили форму{form}. Обращение принято, его номер: {appeal.number}.\n\n"
        "Что дальше: сотрудник прочитает его и возьмёт в работу, а если что-то будет неясно, спросит вас здесь же. "
        f"Ответ придёт сюда не позднее {day(appeal.due_at, administration.zone)}.{line(notice)}",
        inline((text_button("Посмотреть обращение", OPEN_APPEAL, n=appeal.id),)),
    )
