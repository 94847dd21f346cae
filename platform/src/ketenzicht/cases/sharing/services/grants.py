# SPDX-License-Identifier: EUPL-1.2
"""Sharing a case with an organisation, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import organisation
from ketenzicht.cases.care.services.withdrawing import release_duties_on
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.codes import label
from ketenzicht.cases.file.models import Case, Grant, Person
from ketenzicht.cases.file.services.journal import case_for, log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.states import WORK, Section, joined
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.rules import PURPOSES, consent_for, in_words, sections_of
from ketenzicht.cases.sharing.selectors.shares import last_answer
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.cases.shelter.services.withdrawing import release_chosen_bed
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.terms import term_end, term_in_words
from ketenzicht.vault.services import open_envelope, share_envelope, withdraw_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "sharing of one locked case"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is shared, for which purpose, on which legal ground, until when."""

    organisation_id: UUID
    purpose: str
    basis: str
    sections: frozenset[Section]
    until: datetime


@act()
def grant_access(*, actor: Member, case_id: UUID, terms: Terms, now: datetime) -> Grant:
    """Let one organisation see named sections until a date; an older grant to it ends."""
    case = case_for(actor, case_id, Act.SHARE, now=now).case
    _check_terms(case, terms, now)
    receiver = organisation(terms.organisation_id)
    _check_consent(case, terms, receiver.kind)
    end_grant(case, receiver.pk, actor, now)
    share_envelope(open_envelope(case.envelope_id, actor.organisation_id), receiver, now=now)
    if Section.IDENTITY in terms.sections:
        identity = open_envelope(_identity_envelope(case), actor.organisation_id)
        share_envelope(identity, receiver, now=now)
    grant = Grant.objects.create(
        case=case,
        organisation=receiver,
        purpose=terms.purpose,
        basis=reference.code("sharing_grounds", terms.basis, by=local_date(now)).code,
        sections=joined(terms.sections),
        granted_by=actor,
        since=now,
        until=terms.until,
    )
    log(
        case,
        "granted",
        actor=actor,
        now=now,
        action=CasePermission.CASE_GRANT,
        to=str(receiver.pk),
        purpose=terms.purpose,
        basis=terms.basis,
    )
    if not terms.sections & WORK:
        release_duties_on(case, receiver.pk, now=now)
    notify("sharing_granted", now=now, receiver=receiver.pk)
    return grant


def _check_terms(case: Case, terms: Terms, now: datetime) -> None:
    if terms.organisation_id == case.holder_id:
        raise Refused(_("Your organisation holds this case already."), field="organisation")
    if not terms.sections:
        raise Refused(_("Choose at least one part to share."), field="sections")
    purpose = reference.code(PURPOSES, terms.purpose, local_date(now))
    if terms.sections - sections_of(purpose):
        wide = _("This is more than the purpose needs. %(purpose)s")
        raise Refused(wide % {"purpose": in_words(purpose)}, field="sections")
    if not now < terms.until <= term_end("grant_longest", now, case.region):
        longest = term_in_words("grant_longest", now, case.region)
        sentence = _("Choose a day within %(longest)s from now.") % {"longest": longest}
        raise Refused(sentence, field="until")


def _check_consent(case: Case, terms: Terms, kind: str) -> None:
    """Consent as a ground has to be there; another ground has to be named instead."""
    if terms.basis != "consent":
        return
    wanted = consent_for(terms.purpose, kind)
    if last_answer(case, wanted, terms.organisation_id) is not ConsentState.GIVEN:
        kind_said = label("consent_kinds", wanted)
        said = _("The person did not say yes to “%(kind)s”. Ask first, or name another ground.")
        raise Refused(said % {"kind": kind_said}, field="basis")


@act()
def revoke_grant(*, actor: Member, case_id: UUID, grant_id: UUID, now: datetime) -> None:
    """End a grant; the next read already fails."""
    case = case_for(actor, case_id, Act.STOP_SHARING, now=now).case
    grant = found_in(Grant.objects.for_reader(actor, now), case=case, pk=grant_id)
    stop_grant(case, grant.organisation_id, actor, now)


def end_expired(*, now: datetime) -> int:
    """Take the keys of grants whose day has passed; nobody could use them any more."""
    rows = Grant.objects.whole_table(why="grants that ended by themselves")
    passed = rows.filter(revoked_at=None, until__lte=now)
    return sum(_end_one(grant_id, now) for grant_id in list(passed.values_list("pk", flat=True)))


@act()
def _end_one(grant_id: UUID, now: datetime) -> bool:
    rows = Grant.objects.whole_table(why=WHY).select_for_update(of=("self",))
    grant = rows.filter(pk=grant_id, revoked_at=None).first()
    if grant is None:
        return False
    cases = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    case = cases.get(pk=grant.case_id)
    stop_grant(case, grant.organisation_id, None, now)
    return True


def live_grants(case: Case, now: datetime) -> QuerySet[Grant]:
    """What holds now of what was shared of a locked case."""
    rows = Grant.objects.whole_table(why=WHY).filter(Grant.holds(now), case=case)
    return rows.select_related("organisation").order_by("organisation__name")


def stop_grant(case: Case, organisation_id: UUID, actor: Member | None, now: datetime) -> None:
    """End what is shared of a locked case with an organisation, and write it in its journal.

    What it answered for or was asked goes back to the holder: it would answer for what it can
    no longer see.
    """
    end_grant(case, organisation_id, actor, now)
    release_duties_on(case, organisation_id, now=now)
    release_chosen_bed(case, organisation_id, now=now)
    log(
        case,
        "revoked",
        actor=actor,
        now=now,
        action=CasePermission.CASE_GRANT,
        to=str(organisation_id),
    )


def end_grant(case: Case, organisation_id: UUID, actor: Member | None, now: datetime) -> None:
    """Take the grant of an organisation on a locked case and the keys that came with it."""
    rows = Grant.objects.whole_table(why=WHY).filter(
        case=case, organisation_id=organisation_id, revoked_at=None
    )
    if rows.update(revoked_at=now, revoked_by=actor):
        for envelope_id in (case.envelope_id, _identity_envelope(case)):
            withdraw_envelope(envelope_id, organisation_id, now=now)


def _identity_envelope(case: Case) -> UUID:
    return Person.objects.whole_table(why=WHY).get(pk=case.person_id).envelope_id


def default_end(now: datetime, region: str) -> datetime:
    """Return until when a grant lasts when nobody chooses."""
    return term_end("grant", now, region)
