# SPDX-License-Identifier: EUPL-1.2
"""How `{{ form }}` becomes HTML: set FORM_RENDERER to `ketenzicht.web.forms.FormRenderer`."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.middleware.csrf import get_token

OWN_WIDGETS = {
    "django/forms/widgets/radio.html": "web/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "web/forms/choices.html",
}


class FormRenderer(DjangoTemplates):
    """Label, description, error, field; large targets for choices; an error summary on top."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    formset_template_name = "web/forms/formset.html"

    def get_template(self, template_name: str) -> Any:  # Django leaves the type open
        """Swap Django's own lists of choices for ours."""
        return super().get_template(OWN_WIDGETS.get(template_name, template_name))


class FormToken:
    """The token of forms, and with it what else each form of this page carries.

    Parts that are rendered by themselves get nothing of a page but this.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __str__(self) -> str:
        return get_token(self.request)

    @property
    def carried(self) -> Mapping[str, str]:
        return getattr(self.request, "carried", {})


def form_token(request: HttpRequest) -> dict[str, FormToken]:
    """Context processor: what `{% csrf_token %}` writes into each form."""
    return {"csrf_token": FormToken(request)}


def day_field(**kwargs: Any) -> forms.DateField:
    """A day people choose."""
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )
