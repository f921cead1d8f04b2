"""What VK's refusals of an administrator's token mean, and whether the token serves at all."""

from __future__ import annotations

from bot.community import UNKNOWN_METHOD, Finding, Mark
from bot.lead_forms.forms import listed_forms
from bot.vk.client import VkApi
from bot.vk.errors import Verdict, VkError, VkUnavailableError, judge

KEY = "VK_USER_TOKEN"
NEEDED = "нужен ключ пользователя, который управляет сообществом, не ключ сообщества и не сервисный"

_INVALID = frozenset({5, 1114, 1116})
_UNCONFIRMED = frozenset({14, 17})
PARAMETER, _NOT_FOUND = 100, 104


async def find_access(user: VkApi | None, community_id: int) -> Finding:
    """Whether the token is there and sees the community's forms, for `check`.

    Raises:
        VkUnavailableError: VK doesn't answer, or asks to come again later.
    """
    if user is None:
        what = f"{KEY} не задан: заявки из форм, о которых VK не сообщил, бот не найдёт, команда lead-form не работает"
        return Finding(Mark.ASK, f"{what}. Форм сбора заявок у сообщества нет — ключ не нужен")
    try:
        forms = await user.ask("leadForms.list", group_id=community_id)
    except VkError as error:
        if judge(error.code, error.method) in (Verdict.RETRY, Verdict.RETRY_LATER):
            raise VkUnavailableError(str(error)) from None
        mark = Mark.ASK if error.code == UNKNOWN_METHOD else Mark.MISSING
        return Finding(mark, refusal(error))
    count = len(list(listed_forms(forms)))
    return Finding(Mark.GOOD, f"{KEY}: форм сбора заявок {count}, пропущенные заявки бот найдёт сам")


def refusal(error: VkError) -> str:
    """A refusal in the operator's words; nothing of the token is in it."""
    code = f"ошибка {error.code}, {error.method}"
    if error.code in _INVALID:
        return f"{KEY}: VK не принимает ключ ({code}). Получите новый: {NEEDED}"
    if error.code in _UNCONFIRMED:
        return f"{KEY}: VK просит владельца ключа подтвердить, что это он ({code}). Зайдите в VK и получите новый ключ"
    if error.code == _NOT_FOUND:
        return f"такой формы в сообществе нет ({code})"
    if error.code == PARAMETER:
        return f"VK не принял форму ({code}): {error.message}"
    if judge(error.code, error.method) in (Verdict.RETRY, Verdict.RETRY_LATER):
        return f"VK просит подождать ({code}). Повторите через минуту"
    return f"{KEY}: VK не разрешил ({code}). Проверьте ключ: {NEEDED}"
