"""The community's lead forms and the leads that people left in them."""

from __future__ import annotations

from sandbox.model import Json


class LeadForms:
    """Forms by id and leads in the order in which they came."""

    def __init__(self) -> None:
        self.forms: dict[int, Json] = {}
        self.leads: list[tuple[int, Json]] = []
        self._last_id = 0

    def add(self, form: Json, group_id: int) -> Json:
        """Make a form; VK's answer to that."""
        self._last_id = form_id = max(self._last_id, *self.forms, 0) + 1
        url = f"https://vk.com/app6013442_-{group_id}#form_id={form_id}"
        self.forms[form_id] = {"form_id": form_id, "group_id": group_id, "url": url, **form}
        return {"form_id": form_id, "url": url}

    def change(self, form_id: int, form: Json) -> Json:
        """Put something else into a form; VK's answer to that."""
        self.forms[form_id].update(form)
        return {"form_id": form_id, "url": self.forms[form_id]["url"]}

    def shape(self, form_id: int) -> Json:
        """A form as VK shows it."""
        return {**self.forms[form_id], "leads_count": len(self.leads_of(form_id))}

    def leads_of(self, form_id: int) -> list[Json]:
        """The leads of a form as `leadForms.getLeads` shows them, newest first."""
        return [lead for own, lead in reversed(self.leads) if own == form_id]

    def fill(self, event: Json, date: int) -> None:
        """Remember what the event `lead_forms_new` tells; a form that nobody made by a method exists from now on."""
        form_id = event["form_id"]
        if form_id not in self.forms:
            questions = [{"key": item["key"], "type": "input", "label": item["question"]} for item in event["answers"]]
            self.forms[form_id] = {
                "form_id": form_id,
                "group_id": event["group_id"],
                "name": event["form_name"],
                "questions": questions,
                "active": 1,
                "url": f"https://vk.com/app6013442_-{event['group_id']}#form_id={form_id}",
            }
        answers = [{"key": item["key"], "answer": _answer(item["answer"])} for item in event["answers"]]
        lead = {"lead_id": event["lead_id"], "user_id": event["user_id"], "date": date, "answers": answers}
        self.leads.append((form_id, lead))


def _answer(answer: str | list[str] | None) -> Json | list[Json]:
    if isinstance(answer, list):
        return [{"value": one} for one in answer]
    return {"value": answer or ""}
