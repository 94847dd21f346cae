# SPDX-License-Identifier: EUPL-1.2
"""Preparing, approving and withdrawing a release."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.audit.services import record
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import Permission, require
from ketenzicht.estimates import handover as estimates
from ketenzicht.publishing.acts import Act, require_act
from ketenzicht.publishing.control import control
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.permissions import ReleasePermission
from ketenzicht.publishing.states import ReleaseState
from ketenzicht.register import handover as register
from telwerk.sdc import UndecidedError, UnprotectedError

RELEASE = "release"


@act()
def prepare_release(
    *,
    actor: Member,
    title: str,
    years: tuple[int, ...],
    run_id: UUID | None,
    now: datetime,
) -> Release:
    """Count the register, hide what has to be hidden, and keep the outcome for approval."""
    require(actor, ReleasePermission.RELEASE_PREPARE)
    if not years:
        raise Refused(_("Choose at least one year."), field="years")
    rule = register.shown_from(local_date(now))
    content = {
        "years": list(years),
        "tables": _tables(years, rule),
        "rule": asdict(rule),
        "estimate": _estimate(actor, run_id, now) if run_id else None,
    }
    release = Release.objects.create(
        organisation_id=actor.organisation_id,
        title=title,
        content=content,
        digest=digest(content),
        prepared_by=actor,
        prepared_at=now,
    )
    _note(actor, ReleasePermission.RELEASE_PREPARE, release, now)
    return release


def _tables(years: tuple[int, ...], rule: register.ShownFrom) -> dict[str, Any]:
    try:
        checked = control(register.people_by_year(years=years), rule)
    except UndecidedError as problem:
        raise Refused(
            _("It could not be worked out whether these tables are safe. Choose other years.")
        ) from problem
    except UnprotectedError as problem:
        raise Refused(
            _("These years hold so few people that no table of them is safe. Choose more years.")
        ) from problem
    return asdict(checked)


def _estimate(actor: Member, run_id: UUID, now: datetime) -> dict[str, Any]:
    run = estimates.finished_run(actor, run_id, now=now)
    return {
        "title": run.title,
        "source": str(run.source),
        "method": run.method,
        "model": run.model,
        "observed": run.observed,
        "estimate": round(run.estimate),
        "low": round(run.low),
        "high": round(run.high),
        "text": {"nl": run.text_nl, "en": run.text_en},
        "verdict": asdict(run.verdict) if run.verdict else None,
        "digest": run.digest,
        "version": run.version,
        "made_at": run.made_at.date().isoformat(),
    }


@act()
def approve_release(*, actor: Member, release_id: UUID, seen: str, now: datetime) -> Release:
    """Publish a release after somebody else than its maker has looked at exactly this content."""
    require(actor, ReleasePermission.RELEASE_APPROVE)
    release = _locked(actor, release_id, now)
    require_act(actor, release, Act.APPROVE, now)
    if release.digest != seen or digest(release.content) != seen:
        raise Refused(_("The content is not what you looked at. Open the release again."))
    release.state = ReleaseState.PUBLISHED
    release.approved_by, release.published_at = actor, now
    release.save(update_fields=["state", "approved_by", "published_at"])
    _note(actor, ReleasePermission.RELEASE_APPROVE, release, now)
    return release


@act()
def withdraw_release(*, actor: Member, release_id: UUID, now: datetime) -> Release:
    """Take a release from the public page; it stays readable inside the organisation."""
    require(actor, ReleasePermission.RELEASE_APPROVE)
    release = _locked(actor, release_id, now)
    require_act(actor, release, Act.WITHDRAW, now)
    release.state = ReleaseState.WITHDRAWN
    release.save(update_fields=["state"])
    _note(actor, ReleasePermission.RELEASE_APPROVE, release, now)
    return release


def digest(content: dict[str, Any]) -> str:
    """Return the fingerprint of a release's content."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _locked(actor: Member, release_id: UUID, now: datetime) -> Release:
    rows = Release.objects.for_reader(actor, now).select_for_update()
    found = rows.filter(pk=release_id).first()
    if found is None:
        raise NotFound
    return found


def _note(actor: Member, action: Permission, release: Release, now: datetime) -> None:
    """Every act on a release passes here: it is on record, and its work is looked at."""
    touch(RELEASE, release.pk, now=now, by=str(release.state))
    record(
        actor=actor,
        action=action,
        kind=RELEASE,
        id=release.pk,
        now=now,
        purpose="publish",
        detail={"state": str(release.state)},
    )
