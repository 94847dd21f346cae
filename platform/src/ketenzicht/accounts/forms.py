# SPDX-License-Identifier: EUPL-1.2
"""Forms about people, desks and partners."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.fields import PersonField
from ketenzicht.accounts.models import Member, User
from ketenzicht.accounts.roles import MANDATES, role_label
from ketenzicht.accounts.services import giveable
from ketenzicht.core.clock import today

PASSWORD_HELP = _(
    "At least 15 signs; a sentence of your own works well. "
    "Do not make it of words about your work, rows of keys or repeated signs."
)


def _language() -> str:
    return get_language() or "nl"


def _roles(actor: Member) -> list[tuple[str, str]]:
    labels = [(role, role_label(role, _language())) for role in giveable(actor)]
    return sorted(labels, key=lambda pair: pair[1])


def _regions() -> list[tuple[str, str]]:
    return sorted(
        ((region.code, region.label(_language())) for region in reference.regions(today())),
        key=lambda pair: pair[1],
    )


def _spoken_languages() -> list[tuple[str, str]]:
    codes = reference.codes("languages", by=today())
    return [(code.code, code.label(_language())) for code in codes]


class RolesForm(forms.Form):
    """Which roles somebody carries."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Give only what this person needs for their own work."),
        error_messages={"required": _("Choose at least one role.")},
    )

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = _roles(actor)  # type: ignore[attr-defined]  # a MultipleChoiceField


class InviteForm(RolesForm):
    """A new colleague."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Work e-mail address"))
    field_order = ("name", "email", "roles")


class AdministratorsForm(forms.Form):
    """The first administrators of a partner: one, or two who can confirm each other's requests."""

    name = forms.CharField(label=_("Name of the administrator"), max_length=120)
    email = forms.EmailField(label=_("Work e-mail address"))
    second_name = forms.CharField(
        label=_("Name of a second administrator"), max_length=120, required=False
    )
    second_email = forms.EmailField(label=_("Work e-mail address of the second"), required=False)

    def clean_second_email(self) -> str:
        """A second one has a name and an address, and is another person than the first."""
        given = self.cleaned_data
        name, email = given.get("second_name", ""), str(given.get("second_email", ""))
        if bool(name) != bool(email):
            raise forms.ValidationError(_("Give a name and an address for the second, or none."))
        if email and email.casefold() == str(given.get("email", "")).casefold():
            raise forms.ValidationError(_("This is the address of the first."))
        return email


class FirstTimeForm(forms.Form):
    """Getting in for the first time, with the code of the administrator."""

    email = forms.EmailField(
        label=_("Your work e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    code = forms.CharField(
        label=_("The code you were given"),
        help_text=_("Twenty digits. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_HELP,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Hold the password against the rules, with the address as something not to use."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """The labels say what belongs in a field; nothing stands in it that looks filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare(self)


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth carries no types
    """The rules for a password in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare(self)
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].label = _("The new password once more")


def _bare(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class AddressForm(forms.Form):
    """Another address."""

    email = forms.EmailField(label=_("New work e-mail address"))


class AddressCodeForm(forms.Form):
    """The code that was sent to the new address."""

    code = forms.CharField(
        label=_("The code in the mail"),
        help_text=_("Twenty digits. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class AwayForm(forms.Form):
    """Days on which somebody is away, and who stands in."""

    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    stand_in = PersonField(
        label=_("Who stands in?"),
        help_text=_("Mail goes to this colleague meanwhile. Only who may do the same is here."),
        required=False,
        empty=_("Nobody yet"),
    )

    def __init__(self, *args: Any, people: list[Member], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].offer(people, now)  # type: ignore[attr-defined]  # a PersonField


class LanguageForm(forms.Form):
    """In which language somebody gets their mail."""

    language = forms.ChoiceField(
        label=_("Language of mails to me"), choices=lambda: settings.LANGUAGES
    )


class MandateForm(forms.Form):
    """A power for a time."""

    kind = forms.ChoiceField(
        label=_("What may this person decide?"),
        choices=[("", _("Choose a power")), *MANDATES],
    )
    region = forms.ChoiceField(
        label=_("Region"), choices=lambda: [("", _("Whole country")), *_regions()], required=False
    )
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))


class AnsweringForm(forms.Form):
    """Who answers at a desk: only colleagues who may."""

    member = PersonField(label=_("Who"))

    def __init__(self, *args: Any, people: list[Member], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].offer(people, now)  # type: ignore[attr-defined]  # a PersonField


class DeskForm(AnsweringForm):
    """A place where the organisation can be reached, and who answers there."""

    name = forms.CharField(label=_("Name of the desk"), max_length=120)
    region = forms.ChoiceField(
        label=_("Region"), choices=lambda: [("", _("Whole country")), *_regions()], required=False
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40)
    field_order = ("name", "region", "phone", "member")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].label = _("Who answers here?")


class SeatForm(AnsweringForm):
    """One more colleague at a desk."""

    deputy = forms.BooleanField(label=_("Only when the others are away"), required=False)


class PartnerForm(forms.Form):
    """A new partner organisation."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind of organisation"))
    regions = forms.MultipleChoiceField(
        label=_("Regions"), choices=_regions, widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages one can speak there"),
        choices=_spoken_languages,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40)
    access = forms.ChoiceField(
        label=_("Do its people get access?"),
        choices=(
            ("yes", _("Yes, once somebody else approved it")),
            ("no", _("No, it can only be named")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = reference.codes("organisation_types", by=today())
        labels = [(kind.code, kind.label(_language())) for kind in kinds]
        ordered = sorted(labels, key=lambda pair: pair[1])
        self.fields["kind"].choices = [("", _("Choose a kind")), *ordered]  # type: ignore[attr-defined]  # a ChoiceField
