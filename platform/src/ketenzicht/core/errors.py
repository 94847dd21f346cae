# SPDX-License-Identifier: EUPL-1.2
"""Refusals with a sentence that is safe to show.

Services raise these; `core.middleware.ProblemMiddleware` turns them into one page or one
problem document. The sentence never holds a name, a code or a value of a record.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class DomainError(Exception):
    """A refusal of the domain, with its HTTP status and a machine-readable code."""

    status = 400
    code = "refused"
    #: Whether the page that says no gives back what was typed.
    gives_back = False
    title: Sentence = _("This is not possible")
    default: Sentence = _("Go back and look at what you filled in.")

    def __init__(self, sentence: Sentence | None = None, *, field: str | None = None) -> None:
        self.sentence: Sentence = self.default if sentence is None else sentence
        self.field = field
        super().__init__(self.code)


class NotAllowed(DomainError):
    """The actor's role does not carry this permission."""

    status = 403
    code = "not-allowed"
    title = _("Not for your role")
    default = _("Your role does not allow this. Ask the administrator of your organisation.")


class NotFound(DomainError):
    """Nothing here for this reader: missing and not-yours are told apart by nobody."""

    status = 404
    code = "not-found"
    title = _("Not found")
    default = _("This page does not exist, or it is not meant for you.")


class OnlyAnAct(DomainError):
    """This address does something and shows nothing, or the other way round."""

    status = 405
    code = "only-an-act"
    title = _("Nothing was done")
    default = _("This address does not work in this way. Go back to the page you came from.")


class StaleWrite(DomainError):
    """Somebody else changed the record after this reader opened it."""

    status = 409
    code = "stale-write"
    gives_back = True
    title = _("Changed in the meantime")
    default = _("Somebody changed this while you were working. Look at the newest version first.")


class OtherOrganisation(DomainError):
    """A form was shown while acting for one organisation, and sent while acting for another."""

    status = 409
    code = "other-organisation"
    gives_back = True
    title = _("You act for another organisation now")
    default = _("Nothing was done. Choose the organisation again for which this page was opened.")


class Refused(DomainError):
    """A rule of the domain says no; `field` names the form field it belongs to."""

    status = 422
    code = "refused"
    gives_back = True


class TooLarge(DomainError):
    """More was sent than any form of ours takes."""

    status = 413
    code = "too-large"
    title = _("Too large")
    default = _("This is more than can be sent at once. Send less.")


class TooMany(DomainError):
    """A limit or quota is reached."""

    status = 429
    code = "too-many"
    gives_back = True
    title = _("Too often")
    default = _("This was tried too often. Wait a little and try again.")


class Unavailable(DomainError):
    """Something this depends on does not answer; nothing was stored and nothing was shown."""

    status = 503
    code = "unavailable"
    gives_back = True
    title = _("Not working right now")
    default = _("This does not work right now. Nothing was lost. Please try again in a moment.")
