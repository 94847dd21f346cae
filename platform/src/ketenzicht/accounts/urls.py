# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the own organisation, and of the practice world's entrance."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.accounts.views import (
    absence,
    desks,
    guards,
    own,
    partners,
    people,
    privacy,
    requests,
)
from ketenzicht.accounts.views import entrance as coming_in
from ketenzicht.sheets.downloads import files

staff: list[URLPattern | URLResolver] = [
    path("", own.own, name="own"),
    path("getypt/", own.typed, name="typed"),
    path("sessies/", own.sessions, name="sessions"),
    path("taal/", own.language, name="language"),
    path("adres/", own.address, name="address"),
    path("adres/code/", own.address_code, name="address-code"),
    path("afwezig/", absence.own, name="away"),
    path("afwezig/terug/", absence.own_return, name="back"),
    path("namens/", own.choose, name="choose"),
    path("mensen/", people.people, name="members"),
    path("mensen/samen/stoppen/", people.end_together, name="end-together"),
    path("mensen/nieuw/", people.invite, name="invite"),
    path("mensen/<uuid:member_id>/", people.person, name="member"),
    path("mensen/<uuid:member_id>/rollen/", people.roles, name="roles"),
    path("mensen/<uuid:member_id>/stoppen/", people.end, name="end"),
    path("mensen/<uuid:member_id>/terug/", people.restore, name="restore"),
    path("mensen/<uuid:member_id>/code/", people.invite_again, name="invite-again"),
    path("mensen/<uuid:member_id>/adres/", people.correct_address, name="correct-address"),
    path("mensen/<uuid:member_id>/afwezig/", absence.of_colleague, name="member-away"),
    path("mensen/<uuid:member_id>/afwezig/terug/", absence.colleague_return, name="member-back"),
    path("mensen/<uuid:member_id>/mandaat/", people.mandate, name="mandate"),
    path("mensen/<uuid:member_id>/inlog/", people.reset, name="reset"),
    path("verzoeken/", requests.access_requests, name="requests"),
    path("verzoeken/<uuid:request_id>/", requests.access_request, name="request"),
    path("verzoeken/<uuid:request_id>/ja/", requests.confirm, name="request-confirm"),
    path("verzoeken/<uuid:request_id>/nee/", requests.decline, name="request-decline"),
    path("verzoeken/<uuid:request_id>/terug/", requests.withdraw, name="request-withdraw"),
    path("waakt/", guards.guards, name="guards"),
    path("privacy/", privacy.desk, name="privacy"),
    path("privacy/inzage/", privacy.access_log, name="access-log"),
    *files("privacy/inzage", privacy.access_log_file, "access-log"),
    path("privacy/verwijderd/", privacy.deleted, name="deleted"),
    path("loketten/", desks.desks, name="desks"),
    path("loketten/nieuw/", desks.open_desk, name="desk-new"),
    path("loketten/<uuid:desk_id>/plaats/", desks.take_seat, name="seat"),
    path("loketten/<uuid:desk_id>/plaats/weg/", desks.leave_seat, name="unseat"),
    path("partners/", partners.partners, name="partners"),
    path("partners/nieuw/", partners.add, name="partner-new"),
    path("partners/samen/nagekeken/", partners.checked_together, name="partners-checked"),
    path("partners/<uuid:partner_id>/nagekeken/", partners.checked, name="partner-checked"),
]

entrance: list[URLPattern | URLResolver] = [
    path("", coming_in.first_time, name="first-time"),
]

demo: list[URLPattern | URLResolver] = [
    path("", coming_in.demo_entrance, name="sign-in"),
]
