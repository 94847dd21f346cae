# SPDX-License-Identifier: EUPL-1.2
"""How `{{ form }}` becomes HTML: set FORM_RENDERER to `ketenzicht.web.forms.FormRenderer`."""

from typing import Any

from django.forms.renderers import DjangoTemplates

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
