# SPDX-License-Identifier: EUPL-1.2
"""One form per question. Each knows how to start from earlier answers and what it answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.intake.card import Age
from ketenzicht.intake.forms.choices import (
    ended_municipality,
    municipalities_called,
    municipalities_like,
    municipality_code,
    municipality_name,
    of_list,
)
from ketenzicht.intake.states import Haste, KeyKind, Wish
from ketenzicht.intake.wizard.answers import Answers

MOST_WORDS = 3000
MOST_LINE = 200

EVERYDAY = ("citizen", "hospitality", "school", "health", "youth_care", "shelter")
IN_THE_CHAIN = (
    *("municipality", "coa", "nidos", "ind", "police", "kmar", "nla", "lawyer", "fairwork"),
    *("ngo_volunteer", "care_coordination", "comensha", "veilig_thuis"),
)
SETTING_OF = {
    "hospitality": "hotel",
    "school": "school",
    "health": "care",
    "coa": "asylum_reception",
}
AGES = [
    (Age.MINOR, _("Yes, or it looks like it")),
    (Age.ADULT, _("No, everybody is 18 or older")),
    (Age.UNKNOWN, _("I do not know")),
]
OWN_AGES = [
    (Age.MINOR, _("Yes")),
    (Age.ADULT, _("No")),
    (Age.UNKNOWN, _("I would rather not say")),
]
HASTES = [
    (Haste.NOW, _("Yes, there is danger now")),
    (Haste.TODAY, _("Yes, today or tonight")),
    (Haste.LATER, _("No, not today")),
    (Haste.UNKNOWN, _("I do not know")),
]
Initial = dict[str, Any]


class Question(forms.Form):
    """A question of the public form; errors are said in plain words beside the field."""

    #: Answers that no longer hold when this one changes.
    resets: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def start(cls, answers: Answers) -> Initial:
        """Return what was answered before, to show it again."""
        return {name: getattr(answers, name) for name in cls.base_fields}

    @property
    def danger(self) -> bool:
        """Whether the answer says that somebody is in danger now."""
        return False

    @property
    def lead(self) -> forms.BoundField:
        """The question itself, which is the heading of its page."""
        return self[next(iter(self.fields))]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is asked along with it."""
        return [self[name] for name in list(self.fields)[1:]]

    def answered(self) -> dict[str, Any]:
        """Return the changes to the answers."""
        return dict(self.cleaned_data)


def one_of(question: Any, choices: Any, missing: Any, help_text: Any = "") -> forms.ChoiceField:
    """A question with big answers to tap."""
    return forms.ChoiceField(
        label=question,
        choices=choices,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class WhoForm(Question):
    reporter_type = one_of(
        _("Who are you?"), list, _("Choose who you are, or that you would rather not say.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyday = of_list("reporter_types", *EVERYDAY)()
        chain = of_list("reporter_types", *IN_THE_CHAIN)()
        self.fields["reporter_type"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *everyday,
            (_("I work somewhere else"), chain),
            ("anonymous", _("I would rather not say")),
        ]


class WhereForm(Question):
    setting = one_of(
        _("Where do you see it?"),
        of_list("indicator_settings"),
        _("Choose the place that fits best."),
    )
    resets = ("signs", "advice")

    @classmethod
    def start(cls, answers: Answers) -> Initial:
        return {"setting": answers.setting or SETTING_OF.get(answers.reporter_type, "")}


class AgeForm(Question):
    age = one_of(
        _("Could this be about somebody under 18?"),
        AGES,
        _("Choose an answer. If you do not know, say so."),
    )
    resets = ("signs", "advice")


class OwnAgeForm(Question):
    age = one_of(
        _("Are you under 18?"),
        OWN_AGES,
        _("Choose an answer. You may also choose not to say."),
        # rests on thresholds/adult
        _("If you are under 18 you have a right to extra help."),
    )


class SafeForm(Question):
    safe = one_of(
        _("Are you safe now?"),
        [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))],
        _("Choose an answer."),
    )

    @property
    def danger(self) -> bool:
        return bool(self["safe"].value() == "no")


class AboutForm(Question):
    subject = one_of(
        _("What is it about?"), of_list("signal_subjects"), _("Choose what fits best.")
    )
    resets = ("place",)


IDENTIFIER_FIELDS: dict[KeyKind, tuple[Any, Any]] = {
    KeyKind.PLACE: (
        _("Street and number, or the name of the place"),
        _("For example: Stationsweg 12."),
    ),
    KeyKind.COMPANY: (_("Name of the company"), ""),
    KeyKind.VEHICLE: (_("Number plate"), ""),
    KeyKind.ACCOUNT: (
        _("Web address of the advert, or the name of the account"),
        _("Copy it from the address bar. Do not send photos."),
    ),
    KeyKind.PHONE: (_("Telephone number that goes with it"), ""),
}
ASKED_FOR = {
    "person_known": (KeyKind.PLACE,),
    "person_unknown": (KeyKind.PLACE,),
    "place": (KeyKind.PLACE,),
    "company": (KeyKind.COMPANY, KeyKind.PLACE),
    "vehicle": (KeyKind.VEHICLE, KeyKind.PLACE),
    "online": (KeyKind.ACCOUNT, KeyKind.PHONE),
}


class PlaceForm(Question):
    """Where it is; everything may stay open, a report without a place is a report."""

    municipality = forms.CharField(
        label=_("In which municipality?"),
        required=False,
        max_length=MOST_LINE,
        help_text=_("Then the right region reads it."),
        widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"}),
    )
    unknown = forms.BooleanField(label=_("I do not know in which municipality"), required=False)
    whereabouts = forms.CharField(
        label=_("What else helps to find it?"),
        required=False,
        max_length=600,
        help_text=_("For example a room number, a floor, or at which time."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, subject: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ASKED_FOR.get(subject, ())
        for kind in kinds:
            question, help_text = IDENTIFIER_FIELDS[kind]
            self.fields[kind] = forms.CharField(
                label=question, help_text=help_text, required=False, max_length=MOST_LINE
            )
        self.kinds = kinds
        self.order_fields(["municipality", "unknown", *kinds, "whereabouts"])
        if not subject:
            self.fields["whereabouts"].label = _("Where can you be found, if you want to say?")
            self.fields["whereabouts"].help_text = ""

    @classmethod
    def start(cls, answers: Answers) -> Initial:
        return {
            "municipality": municipality_name(answers.municipality),
            "unknown": "place" in answers.passed and not answers.municipality,
            "whereabouts": answers.whereabouts,
            **dict(answers.identifiers),
        }

    def clean_municipality(self) -> str:
        """Turn the name into its code; a name nobody knows is asked again, with suggestions."""
        name = self.cleaned_data["municipality"].strip()
        if not name:
            return ""
        code = municipality_code(name)
        if code is None:
            raise forms.ValidationError(_unknown_name(name))
        return code

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("unknown"):
            self.errors.pop("municipality", None)
            found["municipality"] = ""
        elif not found.get("municipality") and "municipality" not in self.errors:
            self.add_error(
                "municipality",
                _("Write the name of a municipality, or tick that you do not know it."),
            )
        return found

    def answered(self) -> dict[str, Any]:
        return {
            "municipality": self.cleaned_data["municipality"],
            "whereabouts": self.cleaned_data["whereabouts"],
            "identifiers": tuple(
                (str(kind), self.cleaned_data[kind])
                for kind in self.kinds
                if self.cleaned_data[kind]
            ),
        }


class StoryForm(Question):
    words = forms.CharField(
        label=_("What do you see or hear?"),
        max_length=MOST_WORDS,
        help_text=_("In your own words, also short. You do not have to be sure."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write down what you see, also if it is only one sentence.")},
    )
    haste = one_of(
        _("Does somebody need help soon?"),
        HASTES,
        _("Choose an answer. If you do not know, say so."),
    )

    def __init__(self, *args: Any, wish: str = Wish.REPORT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wish == Wish.ADVICE:
            self.fields["words"].label = _("What would you like to ask?")
            self.fields["words"].help_text = _("You do not have to mention any names.")
            self.fields["words"].error_messages["required"] = _("Write down your question.")

    @property
    def danger(self) -> bool:
        return bool(self["haste"].value() == Haste.NOW)


class OwnWordsForm(Question):
    words = forms.CharField(
        label=_("What would you like to say?"),
        max_length=MOST_WORDS,
        help_text=_("A few words are enough. You do not have to say who you are."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write something, also if it is only one word.")},
    )


class ContactForm(Question):
    named = one_of(
        _("Do you want to say who you are?"),
        [("no", _("No. I come back with a code")), ("yes", _("Yes, you may contact me"))],
        _("Choose yes or no. Both are fine."),
        _("Only the person who reads your report can see your name, and only on purpose."),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=MOST_LINE,
        help_text=_("Only if you chose yes."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("Telephone number or e-mail address"),
        required=False,
        max_length=MOST_LINE,
        help_text=_("Choose one that nobody else reads or answers."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    rules = forms.CharField(
        label=_("When is it safe to contact you, and how?"),
        required=False,
        max_length=MOST_LINE,
        help_text=_("For example: only after 16:00, no voicemail, do not say who is calling."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("named") == "yes" and not found.get("contact"):
            self.add_error(
                "contact", _("Write a number or address where we can reach you, or choose no.")
            )
        if found.get("named") == "no":
            found.update(name="", contact="", rules="")
        return found


class Unseen(forms.TextInput):
    """A field that never shows again what was typed: somebody may be looking along."""

    def format_value(self, value: Any) -> None:
        return None


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        help_text=_("Twenty digits. Spaces do not matter."),
        widget=Unseen(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "kz-code"}),
        error_messages={"required": _("Write the code you were given.")},
    )


class WriteOnForm(forms.Form):
    text = forms.CharField(
        label=_("Add something"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something before you send it.")},
    )


def _unknown_name(name: str) -> str:
    if (ended := ended_municipality(name)) is not None:
        words = {"name": ended[0], "now": ended[1]}
        return _("%(name)s is part of %(now)s now. Is that the one you mean?") % words
    several = [each.nl for each in municipalities_called(name)]
    if several:
        return _("There is more than one. Which do you mean: %(names)s?") % {
            "names": str(_(" or ")).join(several)
        }
    like = municipalities_like(name)
    if like:
        return _("We do not know this municipality. Do you mean %(names)s?") % {
            "names": ", ".join(like)
        }
    return str(_("We do not know this municipality. Check the name, or tick that you do not know."))
