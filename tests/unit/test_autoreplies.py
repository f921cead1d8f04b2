"""Which question the base answers, measured on labelled messages; and how staff type an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.administration import AutoReplyRules
from appeals.autoreplies.entries import MAX_ANSWER, MAX_EXAMPLES, USUALLY, Entry, Fault, Where
from appeals.autoreplies.matching import CONFIDENT, NOTHING, Index, is_answerable
from appeals.autoreplies.typed import Part, Verb, applied, read_typed
from appeals.errors import AutoReplyRefused
from tests.unit.labelled_questions import BASE, HELD_OUT, NOTHING_HELD_OUT, NOTHING_TUNED, TUNED
from tests.unit.labelled_strays import NOTHING_STRAYS, STRAYS
from tests.unit.labelled_unseen import LAST, NOTHING_LAST, NOTHING_UNSEEN, UNSEEN

TODAY = date(2026, 4, 7)
NAMES = tuple(BASE)
INDEX = Index({number: (name, *BASE[name]) for number, name in enumerate(NAMES)})
SMALL = Index(
    dict(
        enumerate(
            [
                ("Когда приём у главы?",),
                ("Куда звонить, если нет воды?",),
                ("Как получить выписку из домовой книги?",),
                ("Как вывозят крупный мусор?",),
            ]
        )
    )
)


@dataclass
class Measured:
    right: list[str]
    wrong: list[str]
    missed: list[str]

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed))


def measured(questions: Mapping[str, Sequence[str]], nothing: Sequence[str]) -> Measured:
    """What the base makes of labelled messages at the shipped threshold."""
    found = Measured([], [], [])
    labelled = [
        *((text, name) for name, texts in questions.items() for text in texts),
        *((text, "") for text in nothing),
    ]
    for text, name in labelled:
        answer = INDEX.find(text).answer
        told = NAMES[answer] if answer is not None else ""
        if told and told == name:
            found.right.append(text)
        elif told:
            found.wrong.append(f"{text} → {told}")
        elif name:
            found.missed.append(text)
    return found


class TestLabelled:
    @pytest.mark.parametrize(
        ("questions", "nothing", "precise", "least"),
        [
            (TUNED, NOTHING_TUNED, 0.98, 0.8),
            (HELD_OUT, NOTHING_HELD_OUT, 0.98, 0.8),
            (STRAYS, NOTHING_STRAYS, 0.98, 0.68),
            (UNSEEN, NOTHING_UNSEEN, 0.98, 0.85),
            (LAST, NOTHING_LAST, 0.95, 0.85),
        ],
        ids=["tuned", "held out", "strays", "unseen", "last"],
    )
    def test_precision_comes_before_completeness(
        self,
        questions: Mapping[str, Sequence[str]],
        nothing: Sequence[str],
        precise: float,
        least: float,
    ) -> None:
        found = measured(questions, nothing)
        assert found.precision >= precise, found.wrong
        assert found.recall >= least, f"{found.recall:.3f}: {found.missed}"

    def test_nothing_is_labelled_twice(self) -> None:
        every = [
            text
            for labelled in (TUNED, HELD_OUT, STRAYS, UNSEEN, LAST)
            for texts in labelled.values()
            for text in texts
        ]
        every += [*NOTHING_TUNED, *NOTHING_HELD_OUT, *NOTHING_STRAYS, *NOTHING_UNSEEN, *NOTHING_LAST]
        assert len(every) == len(set(every)) >= 840
        assert set(TUNED) == set(HELD_OUT) == set(BASE)
        examples = {text for name, texts in BASE.items() for text in (name, *texts)}
        assert len(examples & set(every)) <= 2, "a message that is an example measures nothing"

    def test_what_is_shipped_is_what_is_measured(self) -> None:
        assert AutoReplyRules().confidence == round(CONFIDENT * 100)


class TestMatching:
    @pytest.mark.parametrize(
        ("text", "answer"),
        [
            ("Когда приём у главы", 0),
            ("КОГДА ПРИЕМ У ГЛАВЫ???", 0),
            ("здравствуйте, подскажите пожалуйста, когда глава принимает граждан", 0),
            ("Добрый день!\nКогда приём у главы?\nСпасибо", 0),
            ("Как палучить выписку из домовой книги", 2),
            ("куда звонить если воды нет", 1),
            ("Когда приём у депутата?", None),
            ("Когда приём у заместителя главы по строительству?", None),
            ("Куда звонить, если нет света?", None),
            ("Как получить выписку из ЕГРН?", None),
            ("нет воды", None),
            ("Нет воды на Лесной, куда звонить?", 1),
            ("Куда звонить, если нет воды в доме 5 по улице Садовой?", None),
            ("Когда приём у главы? Как вывозят крупный мусор?", None),
            ("Как вывозят крупный мусор? Уже неделю лежит!", None),
            ("", None),
            ("?!", None),
            ("👍", None),
        ],
    )
    def test_one_or_none(self, text: str, answer: int | None) -> None:
        assert SMALL.find(text).answer == answer

    def test_what_does_not_work_is_a_complaint_and_who_does_not_work_is_none(self) -> None:
        baths = Index({1: ("Когда работает баня",), 2: ("Как встать на учёт по безработице",), 3: ("Где лифты?",)})
        assert baths.find("Когда работает баня?").answer == 1
        assert baths.find("Не работает баня, когда откроете?") == NOTHING
        assert baths.find("Не работаю. Как встать на учёт по безработице?").answer == 2

    @pytest.mark.parametrize(
        ("text", "answer"),
        [
            ("Как записаться к врачу?", 1),
            ("Как отменить запись к врачу?", None),
            ("Отмена записи к врачу", None),
            ("Kak zapisatsya k vrachu?", 1),
            ("Kак записатьcя к врачу", 1),
            ("Кто записал меня к врачу?", None),
            ("Врач вообще работает?", None),
            ("Как вообще записаться к врачу?", 1),
            ("Как записаться к врачу и где сделать рентген?", None),
            ("Как записаться к врачу? А рентген будет?", None),
            ("Нужен врач. Как к нему записаться?", 1),
            ("Спасибо за запись к врачу", None),
            ("Врач записывает", None),
            ("Какая выплата за ИП?", None),
            ("Какая выплата за контракт?", 2),
            ("Как подключить интернет к дому?", None),
            ("Как подключить газ к дому?", 3),
        ],
    )
    def test_another_deed_or_thing_is_another_question(self, text: str, answer: int | None) -> None:
        index = Index(
            {
                1: ("Как записаться к врачу?", "запись к врачу"),
                2: ("Какие выплаты за контракт?",),
                3: ("Как подключить газ к дому?", "бесплатная газификация"),
            }
        )
        assert index.find(text).answer == answer

    def test_an_entry_may_be_about_that_very_deed(self) -> None:
        index = Index({1: ("Как отменить запись к врачу?",), 2: ("Как записаться к врачу?",)})
        assert (index.find("Как отменить запись к врачу").answer, index.find("Как записаться к врачу").answer) == (1, 2)

    @pytest.mark.parametrize(
        "text",
        [
            "Pozhar v bane, kuda zvonit?",
            "Человек застрял в лифте, куда звонить?",
            "Воняет газом, куда звонить?",
            "Дёргает током от крана, куда звонить?",
            "Замыкание в щитке, кому звонить?",
            "Травмирован ребёнок, куда звонить?",
        ],
    )
    def test_danger_is_nothing_to_be_answered(self, text: str) -> None:
        assert not is_answerable(text)

    def test_what_may_be_meant_is_offered_the_likeliest_first(self) -> None:
        likely = INDEX.find("Как записать ребёнка в музыкальную школу?").likely
        assert [NAMES[one] for one in likely][:1] == ["Как записать ребёнка в первый класс?"]
        assert len(likely) <= 3

    def test_only_those_that_hold_are_looked_at(self) -> None:
        assert SMALL.find("Когда приём у главы?", {1, 2}) == NOTHING

    def test_a_question_of_the_base_may_speak_of_trouble(self) -> None:
        index = Index({1: ("Что делать, если не горит фонарь?",), 2: ("Когда починят дорогу на Лесной?",)})
        assert index.find("Что делать если фонарь не горит?") == NOTHING, "«горит» is a word of danger"
        assert index.find("когда починят дорогу на Лесной?").answer == 2
        assert index.find("Почему не починят дорогу на Лесной?").answer is None

    def test_a_story_is_read_by_a_person(self) -> None:
        assert SMALL.find("Когда приём у главы? " + "И расскажу, как это было. " * 12) == NOTHING

    def test_an_empty_base(self) -> None:
        assert Index({}).find("Когда приём у главы?") == NOTHING
        assert Index({1: ("?",)}).find("Когда приём у главы?") == NOTHING

    @given(st.text(max_size=300))
    def test_any_text_may_come(self, text: str) -> None:
        found = SMALL.find(text)
        assert found.answer is None or not found.likely


class TestTyped:
    def test_all_lines(self) -> None:
        typed = read_typed(
            "  Приём у главы \nВопросы: как попасть к главе; когда  принимает?\nответ: По вторникам.\nВход свободный.\n"
            "Источник: https://example.ru/p\nДо: 31 декабря\nГде: Меню, комментарии"
        )
        entry = applied(Entry(0, typed.name, ""), typed.parts, TODAY)
        assert entry == Entry(
            0,
            "Приём у главы",
            "По вторникам.\nВход свободный.",
            ("как попасть к главе", "когда принимает?"),
            "https://example.ru/p",
            date(2026, 12, 31),
            frozenset({Where.MENU, Where.COMMENTS}),
        )

    @pytest.mark.parametrize(
        ("text", "name", "parts"),
        [
            ("Баня: С девяти.", "Баня", {Part.ANSWER: "С девяти."}),
            ("Баня до: 1 июня", "Баня", {Part.UNTIL: "1 июня"}),
            ("Баня. Где: нигде", "Баня", {Part.WHERE: "нигде"}),
            ("Баня\nС девяти.\nПо 300.", "Баня", {Part.ANSWER: "С девяти.\nПо 300."}),
            ("Баня: С девяти.\nЦена: 300", "Баня", {Part.ANSWER: "С девяти.\nЦена: 300"}),
            ("Баня", "Баня", {}),
            ("Баня:", "Баня", {}),
            ("", "", {}),
            ("Баня\nВопросы: раз\nдва\nОтвет: три", "Баня", {Part.EXAMPLES: "раз\nдва", Part.ANSWER: "три"}),
        ],
    )
    def test_forms(self, text: str, name: str, parts: dict[Part, str]) -> None:
        typed = read_typed(text)
        assert (typed.name, typed.parts) == (name, parts)

    def test_what_is_not_typed_stays_and_nothing_takes_away(self) -> None:
        entry = Entry(1, "Баня", "С девяти.", ("баня",), "https://example.ru/b", date(2026, 5, 1))
        assert applied(entry, {Part.UNTIL: "нет"}, TODAY) == Entry(1, "Баня", "С девяти.", ("баня",), entry.source)
        bare = applied(entry, {Part.SOURCE: "нет", Part.EXAMPLES: "Нет.", Part.WHERE: "нигде"}, TODAY)
        assert (bare.source, bare.examples, bare.where) == ("", (), frozenset())
        assert applied(entry, {Part.ANSWER: "С десяти."}, TODAY).where == USUALLY

    @pytest.mark.parametrize(
        ("name", "parts", "fault"),
        [
            ("", {}, Fault.NO_NAME),
            ("12", {}, Fault.NO_NAME),
            (Verb.TRY, {}, Fault.NO_NAME),
            ("Ш" * 41, {}, Fault.LONG_NAME),
            ("Баня", {Part.ANSWER: "да"}, Fault.NO_ANSWER),
            ("Баня", {Part.ANSWER: "Ш" * (MAX_ANSWER + 1)}, Fault.LONG_ANSWER),
            ("Баня", {Part.EXAMPLES: "Ш" * 201}, Fault.LONG_EXAMPLE),
            ("Баня", {Part.EXAMPLES: ";".join(map(str, range(MAX_EXAMPLES + 1)))}, Fault.MANY_EXAMPLES),
            ("Баня", {Part.SOURCE: "example.ru"}, Fault.SOURCE),
            ("Баня", {Part.UNTIL: "вчера"}, Fault.DAY),
            ("Баня", {Part.UNTIL: "когда-нибудь"}, Fault.DAY),
            ("Баня", {Part.WHERE: "везде"}, Fault.WHERE),
        ],
    )
    def test_what_is_refused(self, name: str, parts: dict[Part, str], fault: Fault) -> None:
        with pytest.raises(AutoReplyRefused) as refused:
            applied(Entry(0, name, ""), {Part.ANSWER: "С девяти.", **parts}, TODAY)
        assert refused.value.fault is fault

    @given(st.text(max_size=200))
    def test_any_text_may_be_typed(self, text: str) -> None:
        typed = read_typed(text)
        assert "\n" not in typed.name
        assert all(typed.parts.values())
