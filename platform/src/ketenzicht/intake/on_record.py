# SPDX-License-Identifier: EUPL-1.2
"""What each act that this app puts on record is called, for who reads the log."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Sentence

ON_RECORD: Mapping[str, Sentence] = {
    "forward:read": _("read a question about a report"),
    "report:accept": _("took the report on"),
    "report:advise": _("gave advice"),
    "report:ask": _("asked the reporter something"),
    "report:assess": _("judged how urgent it is"),
    "report:close": _("closed the report"),
    "report:escalate": _("brought the report to the national coordination"),
    "report:feed-back": _("answered the reporter"),
    "report:forward": _("asked another to take the report on"),
    "report:forward-expired": _("got no answer to the question about the report"),
    "report:forward-refused": _("declined the report"),
    "report:forward-withdrawn": _("took the question about the report back"),
    "report:investigate": _("began an investigation"),
    "report:join": _("joined two reports"),
    "report:list": _("saw the list of reports"),
    "report:move": _("moved the report to another organisation"),
    "report:not-trafficking": _("judged that it is no trafficking"),
    "report:note": _("wrote a note"),
    "report:open-case": _("opened a case"),
    "report:read": _("read the report"),
    "report:receive": _("sent the report"),
    "report:reopen": _("opened the report again"),
    "report:shred": _("destroyed the report"),
    "report:split": _("took two reports apart"),
    "report:triage": _("handled reports"),
    "report:write-on": _("wrote on"),
    "reporter:reveal": _("saw who reported it"),
    "reporter:shred": _("destroyed the name of the reporter"),
}
