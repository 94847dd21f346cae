# SPDX-License-Identifier: EUPL-1.2
"""What every form carries: the protection against forgery, and for whom or which visit it is.

This `{% csrf_token %}` stands in for Django's own in every template. What a form is about is in
the page, never only in the session: another tab may have changed that in the meantime.
"""

from django import template
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from ketenzicht.web.forms import FormToken

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """The hidden fields of a form that is sent."""
    token = context.get("csrf_token")
    carried = token.carried if isinstance(token, FormToken) else {}
    own = format_html_join("", '<input type="hidden" name="{}" value="{}">', carried.items())
    return mark_safe(CsrfTokenNode().render(context) + own)  # noqa: S308  # both are escaped
