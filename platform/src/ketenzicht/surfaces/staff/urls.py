# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the staff surface, all under /werk/."""

from allauth.account import views as account
from django.urls import include, path

from ketenzicht.accounts.views.own import without_password
from ketenzicht.surfaces.routing import patterns_of
from ketenzicht.surfaces.staff import helping, partners, views

entrance = [
    path("inloggen/", account.login, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("niet-actief/", account.account_inactive, name="account_inactive"),
    path("aanmelden/", account.signup, name="account_signup"),
    path("opnieuw/", account.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", account.password_change, name="account_change_password"),
    path("zonder-wachtwoord/", without_password, name="account_set_password"),
    path("sleutels/", include("allauth.mfa.urls")),
]

own = [
    path("", views.day, name="day"),
    path("alles/", views.whole_day, name="work"),
    path("zoeken/", views.find, name="find"),
    path("hulp/", helping.help_page, name="help"),
]

standing = [
    path("<uuid:partner_id>/toelaten/", partners.approve, name="approve"),
    path("<uuid:partner_id>/stilzetten/", partners.suspend, name="suspend"),
]

patterns = [
    path("", include((own, "staff"))),
    path("organisatie/partners/", include((standing, "partners"))),
    *patterns_of("staff"),
    path("toegang/", include(entrance)),
]
