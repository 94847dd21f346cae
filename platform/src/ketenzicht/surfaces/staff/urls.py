# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the staff surface, all under /werk/."""

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path

from ketenzicht.accounts import urls as accounts
from ketenzicht.accounts.views import without_password
from ketenzicht.cases import urls as cases
from ketenzicht.estimates import urls as estimates
from ketenzicht.intake import urls as intake
from ketenzicht.publishing import urls as publishing
from ketenzicht.register import urls as register
from ketenzicht.surfaces.staff import partners, views

entrance = [
    path("inloggen/", account.login, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("eerste-keer/", include((accounts.entrance, "entrance"))),
    path("niet-actief/", account.account_inactive, name="account_inactive"),
    path("aanmelden/", account.signup, name="account_signup"),
    path("opnieuw/", account.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", account.password_change, name="account_change_password"),
    path("zonder-wachtwoord/", without_password, name="account_set_password"),
    path("sleutels/", include("allauth.mfa.urls")),
    path("sessies/", include("allauth.usersessions.urls")),
]

own = [
    path("", views.day, name="day"),
    path("zoeken/", views.find, name="find"),
    path("hulp/", views.help_page, name="help"),
]

standing = [
    path("partners/<uuid:partner_id>/toelaten/", partners.approve, name="approve"),
    path("partners/<uuid:partner_id>/stilzetten/", partners.suspend, name="suspend"),
]

patterns = [
    path("", include((own, "staff"))),
    path("meldingen/", include((intake.staff, "intake"))),
    path("zaken/", include((cases.staff, "cases"))),
    path("register/", include((register.staff, "register"))),
    path("schatting/", include((estimates.staff, "estimates"))),
    path("cijfers/", include((publishing.staff, "publishing"))),
    path("organisatie/", include(([*accounts.staff, *standing], "accounts"))),
    path("toegang/", include(entrance)),
]

if settings.KETENZICHT_DEMO:
    patterns.append(path("oefenwereld/", include((accounts.demo, "demo"))))
