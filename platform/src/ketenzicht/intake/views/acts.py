# SPDX-License-Identifier: EUPL-1.2
"""What a member can do with a report: for each act its form, its service, its last sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from ketenzicht.intake import services
from ketenzicht.intake.acts.reports import Act
from ketenzicht.intake.card import Age
from ketenzicht.intake.forms import staff as own_forms
from ketenzicht.intake.states import Urgency


@dataclass(frozen=True, slots=True)
class ActForm:
    """Something a form does to a report: the form, the service, and the sentence after it."""

    form: type[own_forms.Versioned]
    service: Callable[..., Any]
    done: Any
    texts: Mapping[str, Any]


ACTS: Mapping[str, ActForm] = {
    Act.ASSESS: ActForm(
        own_forms.AssessForm,
        services.assess_report,
        gettext_lazy("The urgency is set, and the clock runs from now."),
        {},
    ),
    Act.ASK: ActForm(
        own_forms.TextForm,
        services.ask_reporter,
        gettext_lazy("Your question waits for the reporter."),
        {
            "question": gettext_lazy("What do you want to know?"),
            "help_text": gettext_lazy("The reporter reads it with the code, when they come back."),
        },
    ),
    Act.ADVISE: ActForm(
        own_forms.TextForm,
        services.advise_reporter,
        gettext_lazy("Your advice waits for the reporter."),
        {
            "question": gettext_lazy("Your advice to the reporter"),
            "help_text": gettext_lazy("Short sentences. No details about other people."),
        },
    ),
    Act.FEEDBACK: ActForm(
        own_forms.TextForm,
        services.feed_back,
        gettext_lazy("The reporter can read your answer."),
        {
            "question": gettext_lazy("Answer to the reporter"),
            "help_text": gettext_lazy("Say what was done, without details about anybody."),
        },
    ),
    Act.NOTE: ActForm(
        own_forms.TextForm,
        services.add_note,
        gettext_lazy("Your finding is written down."),
        {"question": gettext_lazy("What did you find out?")},
    ),
    Act.OTHER: ActForm(
        own_forms.TextForm,
        services.mark_not_trafficking,
        gettext_lazy("Marked as something else. The reporter still gets an answer."),
        {
            "question": gettext_lazy("What is it instead, and who can help?"),
            "help_text": gettext_lazy("Only colleagues read this."),
        },
    ),
    Act.REFER: ActForm(
        own_forms.ReferralForm,
        services.offer_referral,
        gettext_lazy("They are asked. Until they say yes, you hold the report."),
        {},
    ),
    Act.JOIN: ActForm(
        own_forms.JoinForm,
        services.join_report,
        gettext_lazy("The reports are joined. You can take this back."),
        {},
    ),
    Act.SPLIT: ActForm(
        own_forms.Versioned,
        services.split_report,
        gettext_lazy("The joining is taken back."),
        {},
    ),
    Act.INVESTIGATE: ActForm(
        own_forms.Versioned,
        services.hand_to_investigation,
        gettext_lazy("The investigation is recorded."),
        {},
    ),
    Act.CLOSE: ActForm(
        own_forms.CloseForm,
        services.close_report,
        gettext_lazy("The report is closed."),
        {},
    ),
    Act.REOPEN: ActForm(
        own_forms.Versioned,
        services.reopen_report,
        gettext_lazy("The report is open again."),
        {},
    ),
}
#: What a form calls a value, and what the service calls it.
RENAMED = {"receiver": "receiver_id", "earlier": "earlier_id"}
CONVERTED: Mapping[str, Callable[[Any], Any]] = {
    "age": Age,
    "urgency": Urgency,
    "receiver_id": UUID,
}
