# SPDX-License-Identifier: EUPL-1.2
"""Passwords worth the name, factors that lie closed, and tries that run out for everybody."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import User
from ketenzicht.audit.models import Entry
from tests.accounts.signed_in import PASSWORD, make_real
from tests.factories.accounts import World
from tests.mailbox import told

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    "password",
    [
        "kort maar apart",
        "paardfietsboom 7",
        "tien zeven negen elf",
        "žluťoučký kůň pěl",
        "mijn opa had twaalf kanaries",
    ],
)
def test_a_sentence_of_ones_own_is_good_enough(password: str):
    validate_password(password, User(email="noor@voorbeeld.example", name="Noor"))


@pytest.mark.parametrize(
    "password",
    [
        "veertien teken",
        "wachtwoord12345678",
        "welkomketenzicht2026",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "1234567890123456",
        "qwertyuiopasdfghjkl",
        "abcdefghijklmnopqrst",
        "noor@voorbeeld.example",
    ],
)
def test_what_is_tried_first_is_refused(password: str):
    with pytest.raises(ValidationError):
        validate_password(password, User(email="noor@voorbeeld.example", name="Noor"))


@pytest.fixture
def user(world: World) -> User:
    return make_real(world.research["analyst"]).user


def enrol(client: Client, user: User) -> str:
    """Set up an app as somebody does who just came in; returns its secret."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def code_of(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def test_an_app_is_set_up_and_its_codes_are_asked_for(client: Client, user: User):
    secret = enrol(client, user)
    assert [f.kind for f in User.objects.get(pk=user.pk).factors] == ["totp", "recovery_codes"]
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    guest = Client()
    answer = guest.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert guest.get("/werk/").status_code == 302
    guest.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1)})
    assert guest.get("/werk/").status_code == 200


def test_a_code_of_the_app_works_once(client: Client, user: User):
    secret = enrol(client, user)
    factor = TOTP(Authenticator.objects.get(user=user, type="totp"))
    code = code_of(secret, 1)
    assert (factor.validate_code(code), factor.validate_code(code)) == (True, False)


def test_a_recovery_code_works_once(client: Client, user: User):
    enrol(client, user)
    codes = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes"))
    code = codes.get_unused_codes()[0]
    assert (codes.validate_code(code), codes.validate_code(code)) == (True, False)


def test_a_change_of_factors_is_told_without_saying_what(
    client: Client, user: User, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        enrol(client, user)
    rows = Entry.objects.filter(kind="user", object_id=str(user.pk)).order_by("number")
    assert [row.outcome for row in rows] == ["signed-in", "totp_activated"]
    assert told() == [(user.email, "membership")]


@pytest.mark.django_db(transaction=True)
def test_secrets_of_factors_are_in_no_byte_of_the_database(world: World, client: Client):
    user = make_real(world.research["analyst"]).user
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    unfinished = str(client.get(reverse("mfa_activate_totp")).context["form"].secret)
    assert [text for text in (unfinished, "_auth_user_id") if text in everything()] == []
    secret = enrol(Client(), make_real(world.shop["zorgcoordinator"]).user)
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert [text for text in (secret, *codes) if text in everything()] == []
    # The control: stored open, the same search finds it.
    Authenticator.objects.filter(type="totp").update(data={"secret": secret})
    assert secret in everything()


def everything() -> str:
    """Every byte of every table; of the file and its log as well where there is a file."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            found += [
                bytes(cell) if isinstance(cell, memoryview) else cell for r in rows for cell in r
            ]
    text = " ".join(map(str, found))
    if connection.vendor == "sqlite":
        files = Path(connection.settings_dict["NAME"]).parent.glob("*.db*")
        text += "".join(file.read_bytes().decode("latin-1") for file in files)
    return text


def test_guessing_a_password_ends_for_every_process_at_once(user: User):
    wrong = {"login": user.email, "password": "een verkeerde zin over fietsen"}
    for _ in range(5):
        Client().post(reverse("account_login"), wrong)
    right = {"login": user.email, "password": PASSWORD}
    refused = Client()
    assert refused.post(reverse("account_login"), right).status_code in {200, 422}
    assert "_auth_user_id" not in refused.session
    # The control: without what the shared table remembers, the right password opens.
    cache.clear()
    allowed = Client()
    allowed.post(reverse("account_login"), right)
    assert "_auth_user_id" in allowed.session


def test_nobody_makes_an_account_themself(client: Client, db: None):
    form = {"email": "noor@voorbeeld.example", "password1": PASSWORD}
    client.post(reverse("account_signup"), form)
    assert User.objects.count() == 0
