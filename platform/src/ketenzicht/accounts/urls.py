# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the own organisation, and of the practice world's entrance."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.accounts import views

staff: list[URLPattern | URLResolver] = [
    path("", views.own, name="own"),
    path("taal/", views.language, name="language"),
    path("namens/", views.choose, name="choose"),
    path("mensen/", views.people, name="members"),
    path("mensen/nieuw/", views.invite, name="invite"),
    path("mensen/<uuid:member_id>/", views.person, name="member"),
    path("mensen/<uuid:member_id>/stoppen/", views.end, name="end"),
    path("mensen/<uuid:member_id>/terug/", views.restore, name="restore"),
    path("mensen/<uuid:member_id>/code/", views.invite_again, name="invite-again"),
    path("mensen/<uuid:member_id>/mandaat/", views.mandate, name="mandate"),
    path("loketten/", views.desks, name="desks"),
    path("loketten/<uuid:desk_id>/plaats/", views.take_seat, name="seat"),
    path("loketten/<uuid:desk_id>/plaats/weg/", views.leave_seat, name="unseat"),
    path("partners/", views.partners, name="partners"),
]

entrance: list[URLPattern | URLResolver] = [
    path("", views.first_time, name="first-time"),
]

demo: list[URLPattern | URLResolver] = [
    path("", views.demo_entrance, name="sign-in"),
]
