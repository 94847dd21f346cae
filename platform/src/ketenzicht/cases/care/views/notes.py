# SPDX-License-Identifier: EUPL-1.2
"""The small acts of care: notes, alarms, contacts, wishes, safe contact."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as t

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.care import forms
from ketenzicht.cases.care.selectors import safe_rules_of
from ketenzicht.cases.care.services import notes
from ketenzicht.cases.care.values import SafeRules
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.selectors.access import Access
from ketenzicht.cases.file.states import Alarm
from ketenzicht.cases.file.views.acts import CaseAct, ground, page
from ketenzicht.web.acting import Values


def _note(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    notes.write_note(**ground(request, case_id), words=values["words"])


def _alarm(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    alarm = Alarm(values["alarm"])
    notes.raise_alarm(**ground(request, case_id), alarm=alarm, words=values["words"])


def _contact(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    notes.log_contact(
        **ground(request, case_id),
        channel=values["channel"],
        reached=values["reached"] == "yes",
        words=values["words"],
    )


def _wish(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    notes.record_wish(**ground(request, case_id), words=values["words"])


def _safe_contact(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    notes.set_safe_contact(**ground(request, case_id), rules=SafeRules(**values), version=version)


def _safe_contact_now(request: StaffRequest, access: Access) -> tuple[Values, int]:
    rules, version = safe_rules_of(request.member, access, now=request.now)
    if rules is None:
        return {"voicemail": "never"}, 0
    return {name: getattr(rules, name) for name in SafeRules.__dataclass_fields__}, version


note = page(
    CaseAct(
        act=Act.NOTE,
        title=t("Write a note"),
        button=t("Keep this note"),
        form=forms.NoteForm,
        save=_note,
        done=t("Your note is kept."),
    )
)
alarm = page(
    CaseAct(
        act=Act.ALARM,
        title=t("Raise an alarm: missing, or going back"),
        lead=t("The holder is warned at once, and a first step is planned."),
        button=t("Give this alarm"),
        form=forms.AlarmForm,
        save=_alarm,
        done=t("The alarm stands and the first step is planned."),
    )
)
contact = page(
    CaseAct(
        act=Act.CONTACT,
        title=t("Record a contact"),
        button=t("Record the contact"),
        form=forms.ContactForm,
        save=_contact,
        done=t("The contact is recorded."),
    )
)
wish = page(
    CaseAct(
        act=Act.WISH,
        title=t("What the person wants"),
        button=t("Keep these words"),
        form=forms.WishForm,
        save=_wish,
        done=t("Saved."),
    )
)
safe_contact = page(
    CaseAct(
        act=Act.SAFE_CONTACT,
        title=t("How to reach the person safely"),
        button=t("Keep these rules"),
        form=forms.SafeContactForm,
        save=_safe_contact,
        done=t("The rules are kept."),
        initial=_safe_contact_now,
    )
)
