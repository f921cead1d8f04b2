"""The texts around answers, for the catalogue: remarks of the check, templates, photos, approval, promises."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from appeals.approvals import SubmittedAnswer
from appeals.desk_settings import Setting
from appeals.draft import MAX_ATTACHMENTS
from appeals.errors import TemplateRefused
from appeals.model import Appeal, Attachment, Number, Place, Side
from appeals.photos import marked
from appeals.promises import Promise
from appeals.quality.findings import Finding, Flaw
from appeals.quality.officialese import Phrase
from appeals.templates import MAX_BODY, MAX_NAME, Fault, Field, Template, Verb
from tests.unit.catalogue.things import BIG_ID, Said, Text
from tests.unit.samples import ADMINISTRATION, APPEAL, DOCUMENT, MARIA, NOW, PHOTO, appeal
from texts import answers, approval, citizen, promises, quality, templates
from texts.reply import Keyboard, Reply

LONG = ("Во дворе третий месяц стоит вода, дети обходят по газону, а ночью темно и скользко. " * 50)[:3500]
BIG = replace(APPEAL, id=BIG_ID, number=Number(2026, 999_999_999), text=LONG, place=Place(LONG[:300]))
BY_HAND = appeal(channel="hotline", citizen_vk_id=0)
BEFORE = marked((PHOTO, replace(PHOTO, reference="photo101_5_key")), Side.BEFORE)
AFTER = marked((replace(PHOTO, reference="photo201_6_key"),), Side.AFTER)
PAIR = (*BEFORE, *AFTER)
MANY = marked([replace(PHOTO, reference=f"photo1_{n}_key") for n in range(MAX_ATTACHMENTS)], Side.AFTER)
EVERY_FLAW = (
    Finding(Flaw.NO_FACTS),
    *(Finding(Flaw.OFFICIALESE, "меры приняты", phrase) for phrase in Phrase),
    Finding(Flaw.NO_TERM, "в ближайшее время"),
    Finding(Flaw.REPEATED, number=APPEAL.number),
    Finding(Flaw.NO_PHOTO),
    Finding(Flaw.SAME_PHOTO),
    Finding(Flaw.PAST_TERM, "до 15 марта"),
    Finding(Flaw.NO_DAY),
)
TEMPLATE = Template(3, "Фонарь починили", "Здравствуйте, {имя}! Фонарь по адресу {адрес} починили.", MARIA.vk_id, NOW)
LONG_TEMPLATE = replace(TEMPLATE, name="Ш" * MAX_NAME, body=LONG[:MAX_BODY])
MANY_TEMPLATES = [replace(LONG_TEMPLATE, id=BIG_ID - n, name=f"{n:02d}{'Ш' * 38}") for n in range(60)]
WAITING = SubmittedAnswer(5, APPEAL.id, MARIA.vk_id, MARIA.vk_id, "Яму засыпали 3 декабря.", AFTER, NOW)
LONG_WAITING = replace(WAITING, id=BIG_ID, text=LONG)
PROMISE = Promise(4, APPEAL.id, APPEAL.number, "Асфальт уложим до 15 декабря.", date(2026, 12, 15), NOW)
OVERDUE = replace(PROMISE, due=NOW.date() - timedelta(days=2))
LONG_PROMISE = replace(PROMISE, id=BIG_ID, number=BIG.number, quote=LONG[:300])
TODAY = NOW.date()


def _each(text: Callable[[Sequence[Finding]], Said], findings: Sequence[Finding]) -> dict[str, Said]:
    return {f"{one.flaw} {one.phrase}".strip(): text([one]) for one in findings}


def _seen(subject: Appeal, text: str, items: tuple[Attachment, ...]) -> Reply:
    return citizen.answer(ADMINISTRATION, subject, text, items)


def _under_preview(*, overrule: bool) -> Keyboard:
    return answers.preview_buttons(APPEAL, 7, overrule=overrule, citizens=True, unmarked=True)


SAID: dict[Text, dict[str, Said]] = {
    quality.remarks: {
        **_each(quality.remarks, EVERY_FLAW),
        "тяжёлое слово": quality.remarks([Finding(Flaw.STIFF, "осуществлено", Phrase.CARRIED_OUT)]),
        "много": quality.remarks(EVERY_FLAW),
        "предел": quality.remarks([Finding(Flaw.NO_TERM, LONG)] * 20),
    },
    quality.overruled: {"": quality.overruled(EVERY_FLAW[:1] + EVERY_FLAW[-5:])},
    quality.promised: {
        "": quality.promised([date(2026, 12, 15)]),
        "два": quality.promised([date(2026, 12, 15), date(2027, 1, 20)]),
    },
    answers.photos_kept: {
        "": answers.photos_kept(APPEAL, (*BEFORE, *AFTER)),
        "лишнее": answers.photos_kept(APPEAL, MANY, 3),
    },
    answers.photos_stay: {"": answers.photos_stay((*AFTER, DOCUMENT)).strip()},
    answers.tools: {"": Reply("Под просьбой написать ответ:", answers.tools(APPEAL, templates=True, photos=True))},
    answers.preview_buttons: {
        "": Reply("Под предпросмотром:", _under_preview(overrule=False)),
        "есть замечания": Reply("Под предпросмотром:", _under_preview(overrule=True)),
    },
    answers.overflow: {"": answers.overflow(1), "пять": answers.overflow(5)},
    templates.listed: {
        "пусто": templates.listed([]),
        "": templates.listed([TEMPLATE, replace(TEMPLATE, name="Яму засыпали", body="Яму засыпали {дата}.")]),
        "предел": templates.listed(MANY_TEMPLATES),
    },
    templates.shown: {"": templates.shown(TEMPLATE), "предел": templates.shown(LONG_TEMPLATE)},
    templates.added: {"": templates.added(TEMPLATE)},
    templates.changed: {"": templates.changed(TEMPLATE), "предел": templates.changed(LONG_TEMPLATE)},
    templates.removed: {"": templates.removed(TEMPLATE), "предел": templates.removed(LONG_TEMPLATE)},
    templates.how_to: {verb.value: templates.how_to(verb) for verb in Verb},
    templates.refused: {
        **{
            fault.value: templates.refused(TemplateRefused(fault, "Фонарь"))
            for fault in Fault
            if fault is not Fault.FIELD
        },
        "похожее название": templates.refused(TemplateRefused(Fault.UNKNOWN, "Фанарь", "Фонарь починили")),
        "field": templates.refused(TemplateRefused(Fault.FIELD, "улица")),
        "похожее поле": templates.refused(TemplateRefused(Fault.FIELD, "адресс", "адрес")),
    },
    templates.choice: {
        "пусто": templates.choice([], APPEAL, 0),
        "": templates.choice([TEMPLATE, replace(TEMPLATE, id=4, name="Яму засыпали")], APPEAL, 0),
        "предел": templates.choice(MANY_TEMPLATES, BIG, 3),
    },
    templates.missing: {
        "": templates.missing(APPEAL, "Здравствуйте, Анна! Фонарь по адресу {адрес} починили.", [Field.ADDRESS]),
        "предел": templates.missing(BIG, LONG, list(Field)),
    },
    approval.to_approve: {
        "": approval.to_approve(_seen(APPEAL, WAITING.text, AFTER), APPEAL, WAITING, MARIA, ""),
        "замечания, автор ушёл": approval.to_approve(
            _seen(APPEAL, WAITING.text, ()), APPEAL, WAITING, None, quality.overruled(EVERY_FLAW[:1])
        ),
        "прочтут и другие": approval.to_approve(_seen(APPEAL, WAITING.text, ()), APPEAL, WAITING, MARIA, "", 2),
        "предел": approval.to_approve(_seen(BIG, LONG, MANY), BIG, LONG_WAITING, MARIA, LONG[:500]),
    },
    approval.overtaken: {
        "": approval.overtaken(APPEAL, BIG, WAITING),
        "предел": approval.overtaken(BIG, BIG, LONG_WAITING),
    },
    approval.submitted: {"": approval.submitted(APPEAL)},
    approval.approved: {"": approval.approved(APPEAL), "житель без VK": approval.approved(BY_HAND)},
    approval.reason_prompt: {"": approval.reason_prompt(APPEAL)},
    approval.reason_needed: {"": approval.reason_needed()},
    approval.returned: {"": approval.returned(APPEAL)},
    approval.returned_to_author: {
        "": approval.returned_to_author(APPEAL, WAITING, "Добавьте, кто работал."),
        "предел": approval.returned_to_author(BIG, LONG_WAITING, LONG),
    },
    approval.waiting: {"": approval.waiting(0), "семь": approval.waiting(7)},
    approval.settings: {
        "выключено": approval.settings(Setting.APPROVAL, on=False),
        "включено": approval.settings(Setting.APPROVAL, on=True),
    },
    approval.switched: {"": approval.switched(Setting.APPROVAL, on=True)},
    promises.on_card: {"": promises.on_card(PROMISE, TODAY), "просрочено": promises.on_card(OVERDUE, TODAY)},
    promises.listed: {
        "пусто": promises.listed([], 0, 0, TODAY),
        "": promises.listed([OVERDUE, PROMISE], 2, 0, TODAY),
        "предел": promises.listed([LONG_PROMISE] * promises.PAGE, 99, 2, TODAY),
    },
}

SNACKBARS: Sequence[Text] = (approval.switched,)
SILENT: Sequence[Text] = (
    quality.remark,
    templates.values,
    promises.button,
)
