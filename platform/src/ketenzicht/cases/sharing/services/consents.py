# SPDX-License-Identifier: EUPL-1.2
"""What the person says about sharing, and what ends by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import organisation
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case, Grant, TrackStep
from ketenzicht.cases.file.selectors.access import Reader
from ketenzicht.cases.file.selectors.sections import circumstances_of
from ketenzicht.cases.file.services.journal import case_for, log
from ketenzicht.cases.file.services.tracks import add_step
from ketenzicht.cases.sharing.models import Consent
from ketenzicht.cases.sharing.rules import consent_for, purpose_of
from ketenzicht.cases.sharing.services.grants import stop_grant
from ketenzicht.cases.sharing.states import (
    INVESTIGATION,
    PARENTS,
    POLICE_CONSENT,
    SHARE_CONSENT,
    ConsentState,
)
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.vault.services import new_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "sharing of one locked case"
ENDS_SHARING = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said about one purpose: for whom, in which language, in their words."""

    kind: str
    state: ConsentState
    recipient_id: UUID | None = None
    language: str = ""
    words: str = ""
    given_by: str = ""


def _act(answer: Answer) -> Act:
    """Taking a yes back, or saying no, is possible however the case stands."""
    return Act.WITHDRAW_CONSENT if answer.state in ENDS_SHARING else Act.CONSENT


@act()
def record_consent(*, actor: Member, case_id: UUID, answer: Answer, now: datetime) -> Consent:
    """Write down an answer. A no ends at once what was shared on that consent."""
    access = case_for(actor, case_id, _act(answer), now=now)
    case = access.case
    if answer.state is ConsentState.GIVEN and answer.given_by in PARENTS:
        _refuse_exploiting_parent(Reader(actor, access, access.envelope(), now))
    recipient = organisation(answer.recipient_id) if answer.recipient_id else None
    envelope = new_envelope(kind="consent", origin=actor.organisation, now=now)
    rows = Consent.objects.whole_table(why=WHY).filter(case=case)
    consent = Consent(
        id=uuid4(),
        case=case,
        kind=reference.code("consent_kinds", answer.kind, by=local_date(now)).code,
        recipient=recipient,
        state=answer.state,
        given_by=answer.given_by,
        at=now,
        by=actor,
        language=answer.language,
        envelope_id=envelope.id,
        seq=rows.count() + 1,
    )
    envelope.write(consent, "words", answer.words)
    consent.save(force_insert=True)
    log(case, "consent", actor=actor, now=now, about=answer.kind, state=str(answer.state))
    if answer.state in ENDS_SHARING:
        _end_what_stood_on_it(case, answer, actor, now)
    if (answer.kind, answer.state) == (POLICE_CONSENT, ConsentState.REFUSED):
        _note_no_police(case, actor, now)
    return consent


def _refuse_exploiting_parent(reader: Reader) -> None:
    """A parent who exploits agrees to nothing in the name of the child."""
    if circumstances_of(reader).parent_involved:
        raise Refused(
            _("A parent is involved in the exploitation. Ask a guardian, or Veilig Thuis."),
            field="given_by",
        )


def _note_no_police(case: Case, actor: Member, now: datetime) -> None:
    """Who wants no police has a criminal track that says so, unless one runs already."""
    standing = TrackStep.objects.whole_table(why=WHY).filter(case=case, ended_at=None)
    if not standing.filter(track="criminal").exists():
        add_step(case, actor=actor, track="criminal", step="none", since=now, now=now)


def _end_what_stood_on_it(case: Case, answer: Answer, actor: Member, now: datetime) -> None:
    standing = Grant.objects.whole_table(why=WHY).filter(
        case=case, basis="consent", revoked_at=None
    )
    if answer.recipient_id:
        standing = standing.filter(organisation_id=answer.recipient_id)
    for grant in list(standing.select_related("organisation")):
        if _rests_on(grant, answer):
            stop_grant(case, grant.organisation_id, actor, now)


def _rests_on(grant: Grant, answer: Answer) -> bool:
    """Who may not be talked with about the person sees nothing, whatever it was shared for."""
    if answer.kind == SHARE_CONSENT or (answer.kind == POLICE_CONSENT and answer.recipient_id):
        return True
    if purpose_of(grant.purpose) is None:
        return answer.kind == POLICE_CONSENT and grant.organisation.kind in INVESTIGATION
    return answer.kind == consent_for(grant.purpose, grant.organisation.kind)
