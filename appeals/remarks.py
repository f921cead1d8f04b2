"""Public remarks: comments under posts and messages of discussions, and what they ask for."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from enum import StrEnum

from appeals.leaks import Leak
from appeals.model import Attachment, Channel
from appeals.textcheck import is_small_talk, normalise_word
from appeals.value import dataclass


class Venue(StrEnum):
    """Where a remark stands."""

    WALL = "wall"
    BOARD = "board"

    @property
    def channel(self) -> Channel:
        return Channel.WALL_COMMENT if self is Venue.WALL else Channel.BOARD


@dataclass(frozen=True, slots=True)
class Spot:
    """One remark in VK: its owner, the post or the topic, and its own id."""

    venue: Venue
    owner_id: int
    post_id: int
    comment_id: int

    @property
    def origin(self) -> str:
        """The origin of the appeal that the remark becomes."""
        return f"{self.venue}:{self.owner_id}:{self.post_id}:{self.comment_id}"

    @property
    def url(self) -> str:
        """The address under which people see it."""
        if self.venue is Venue.WALL:
            return f"https://vk.com/wall{self.owner_id}_{self.post_id}?reply={self.comment_id}"
        return f"https://vk.com/topic{self.owner_id}_{self.post_id}?post={self.comment_id}"


_ORIGIN = re.compile(r"(wall|board):(-?\d+):(\d+):(\d+)")


def spot_of(origin: str) -> Spot | None:
    """The remark that an appeal came from; None when it came another way."""
    match = _ORIGIN.fullmatch(origin)
    return Spot(Venue(match[1]), int(match[2]), int(match[3]), int(match[4])) if match else None


class RemarkStatus(StrEnum):
    """What became of a remark.

    `SEEN` is nothing but a trace: of words with personal data that the desk has been told of, or of a change that
    may have overtaken the remark itself.
    """

    SEEN = "seen"
    CANDIDATE = "candidate"
    DISMISSED = "dismissed"
    APPEAL = "appeal"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark that matters. `id` is 0 until it is stored.

    `thread_id` is the comment that began its thread, `leaks` what the desk has been warned of, `shown` the messages
    (chat, call) by which it was offered to the desk.
    """

    id: int
    spot: Spot
    thread_id: int
    author_id: int
    at: datetime
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    status: RemarkStatus = RemarkStatus.SEEN
    appeal_id: int | None = None
    leaks: frozenset[Leak] = frozenset()
    shown: tuple[tuple[int, int], ...] = ()
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class CommunityNames:
    """By what people mention the community."""

    id: int
    screen_name: str = ""

    @property
    def link_name(self) -> str:
        return self.screen_name or f"club{self.id}"


_ADDRESS_OF_REPLY = re.compile(r"^\s*\[(?:id|club|public|event)\d+(?::bp[^\]|]*)?\|[^\]]*\][,:]?")
_MARKUP = re.compile(r"\[(?:id|club|public|event)\d+(?::bp[^\]|]*)?\|([^\]]*)\]")


def readable(text: str) -> str:
    """The text with VK's links to people and communities as the words that people see."""
    return _MARKUP.sub(r"\1", text).strip()


def mentions(text: str, names: CommunityNames) -> bool:
    """Whether the community is mentioned: `[club1|…]`, `@club1`, `*name`."""
    return _mention(names).search(text) is not None


def without_address(text: str, names: CommunityNames, hashtag: str) -> str:
    """What is told, without the mention of the community and the hashtag by which it became an appeal."""
    told = _mention(names).sub(" ", text)
    if hashtag:
        told = _tag(hashtag).sub(" ", told)
    lines = (" ".join(line.split()) for line in readable(told).splitlines())
    return "\n".join(lines).strip(" ,:;—-\n")


def addresses_only(text: str, names: CommunityNames) -> bool:
    """Whether the community stands there only because VK writes before a reply whom it goes to."""
    first = _mention(names).match(text.lstrip())
    return first is not None and not mentions(text.lstrip()[first.end() :], names)


def tagged(text: str, hashtag: str) -> bool:
    """Whether the text carries the hashtag, as a whole word, in any case, ё as е."""
    return bool(hashtag) and _tag(hashtag).search(_folded(text)) is not None


def digest(text: str) -> str:
    """What stays of words however VK shows them: by it the community's own words are known again."""
    plain = "".join(letter for letter in readable(text).casefold() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _mention(names: CommunityNames) -> re.Pattern[str]:
    known = rf"(?:club|public|event){names.id}"
    name = rf"|{re.escape(names.screen_name)}" if names.screen_name else ""
    return re.compile(
        rf"\[{known}(?::bp[^\]|]*)?\|[^\]]*\][,:]?|(?<![\w@*.])[@*](?:{known}{name})(?!\w)(?:\s?\([^)]*\))?[,:]?",
        re.IGNORECASE,
    )


def _tag(hashtag: str) -> re.Pattern[str]:
    letters = "".join("[её]" if letter in "её" else re.escape(letter) for letter in hashtag.casefold())
    return re.compile(rf"{letters}(?:@\w+)?(?!\w)", re.IGNORECASE)


def _folded(text: str) -> str:
    return text.casefold()


_SETTLED = frozenset(
    {
        "решено",
        "вопрос решен",
        "проблема решена",
        "все решено",
        "решили",
        "вопрос закрыт",
        "все сделали",
        "решено спасибо",
        "спасибо решено",
        "спасибо вопрос решен",
        "вопрос решен спасибо",
        "все сделали спасибо",
        "спасибо все сделали",
    }
)
_UNSETTLED = frozenset(
    {
        "не решено",
        "вопрос не решен",
        "проблема не решена",
        "ничего не решено",
        "ничего не сделали",
        "ничего не сделано",
        "так и не решили",
        "так и не сделали",
        "ничего не изменилось",
    }
)


def says_settled(text: str) -> bool | None:
    """Whether these words alone say that the matter is settled, or that it isn't; None when they say anything else."""
    words = normalise_word(readable(_ADDRESS_OF_REPLY.sub("", text)))
    if words in _SETTLED:
        return True
    return False if words in _UNSETTLED else None


def _stems(words: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(words.split()) + ")")


_MATTER = _stems(
    r"ям[аыуео]\b выбоин дорог тротуар асфальт мост[аеу]?\b светофор переход парковк стоянк автобус маршрут "
    r"останов\w*к освещен фонар\w* свет[аеу]?\b электр темно вод[аыуео]\b водопровод канализ отоплен батаре "
    r"тепл[оа]\b горяч газ[ау]?\b подъезд двор\w*\b крыш протек течет течь лифт подвал жкх жэк управляющ "
    r"капремонт ремонт мусор свалк контейнер помойк вывоз снег снеж наледь наледи гололед лед\b льда сосульк "
    r"грязь грязи лужи? собак стая стаи площадк качел горк[аиу] скамейк лавочк дерев\w* ветк трав[аыу]\b "
    r"кос(?:ить|ят|или)\b парк[аеу]?\b сквер школ\w* садик\w* детсад поликлиник больниц врач\w* аптек очеред "
    r"льгот пособи выплат субсид тариф квитанц плат[аыу]\b люк[аи]?\b забор дым\b запах вон[ья] воня шум\w* "
    r"стройк застройк набережн пляж кладбищ колонк колодец урн[аы] ливневк труб[аыуе]? пандус разметк знак[аи]?\b "
    r"бордюр обочин насыпь подтоп затоп"
)
_TROUBLE = _stems(
    r"не\b нет\b ни\b нельзя невозможно никто никак ничего опять снова снов\b постоянно вечно который сколько "
    r"безобраз позор ужас кошмар беспредел надоел жалоб жалуюсь прошу просим помогите примите обратите почините "
    r"уберите сделайте отремонтируйте разберитесь очистите почистите включите верните поставьте слом[аи] разбит "
    r"разруш прорва провал упал упасть висит торчит опасно страшно скользко завален затоп не\w*работ без\b мерзн "
    r"замерз холодн вонь воняет горит дымит лужа переполн забит"
)
_ASK = _stems(
    r"когда почему зачем куда где\b кто\b сколько как\b какой какие какая чем\b доколе будет ли\b будут "
    r"планир можно подскажите скажите объясните до\s+каких"
)
_ADDRESS = re.compile(
    r"(?:\bул(?:\.|ица|ице|ицу|ицы)|\bпер(?:\.|еул)|\bпр(?:\.|осп)|\bмкр|\bмикрорайон|\bдом[ауе]?\s+\d|\bд\.\s?\d)"
    r"|[А-ЯЁ][а-яё]{3,}(?:ая|ой|ого|ина|ова|ева)\s*,?\s+\d{1,3}\b"
)
_SELLING = _stems(
    r"скидк заработ заработок подработ ваканси продам продаю куплю купите акци[яию]\b заказ\w*\b доставк кредит "
    r"займ ставк[аиу] казино подпис(?:ывай|аться|ка) розыгрыш промокод инвест криптовал бесплатно прайс в\s+лс\b "
    r"пишите\s+в\s+лич приглаша"
)
_GRATITUDE = _stems(r"спасибо благодар молодцы умницы поздравля с\s+праздник красота красиво здорово отлично супер")
_LINK = re.compile(r"https?://|\bwww\.|t\.me/", re.IGNORECASE)


def looks_like_candidate(text: str) -> bool:
    """Whether a comment looks like a complaint or a question to the administration, by rules alone.

    A town's matter is named, and something is wrong with it or is asked about it; an address may stand for the matter.
    Thanks, small talk and advertising are none.
    """
    plain = readable(text)
    words = " ".join(plain.casefold().replace("ё", "е").split())
    if len(normalise_word(words).split()) < 2 or is_small_talk(words):
        return False
    if _SELLING.search(words) and not _ADDRESS.search(plain):
        return False
    if _LINK.search(plain) and len(words) < 200:
        return False
    asks = "?" in words and (_ASK.search(words) is not None or _MATTER.search(words) is not None)
    wrong = _TROUBLE.search(words) is not None
    matter = _MATTER.search(words) is not None
    if _GRATITUDE.search(words) and not asks and len(_TROUBLE.findall(words)) < 2:
        return False
    return (matter or _ADDRESS.search(plain) is not None) and (wrong or asks)
