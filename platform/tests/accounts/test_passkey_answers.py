# SPDX-License-Identifier: EUPL-1.2
"""Whatever is sent as the answer of a passkey: it proves, or it is refused in words."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.accounts.models import Member
from tests.accounts.signed_in import PASSWORD, make_real, sign_in
from tests.factories.accounts import World
from tests.kinds.accounts import credential

#: What counts as nothing in Python, and so slipped past a check that asked for something.
NOTHING = ["0", "false", "[]", "{}", '""', "null", "", "0.0"]

scalar = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=12)
names = st.sampled_from(
    [
        *("id", "rawId", "type", "response", "clientExtensionResults", "credProps", "rk"),
        *("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"),
    ]
)
anything = st.recursive(
    scalar,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=12,
)
#: An answer as a browser gives it, of which one or more parts are something else.
almost = st.dictionaries(names, anything, max_size=3).map(
    lambda parts: {**credential("x"), **parts}
)
almost_within = st.dictionaries(names, anything, min_size=1, max_size=3).map(
    lambda parts: {**credential("x"), "response": {**credential("x")["response"], **parts}}
)
answers = st.sampled_from(NOTHING) | (anything | almost | almost_within).map(json.dumps)


@pytest.fixture
def member(world: World) -> Member:
    return make_real(world.shop["zorgcoordinator"])


def real_factor(member: Member) -> Authenticator:
    data = {"name": "laptop", "credential": credential("laptop")}
    return Authenticator.objects.create(user=member.user, type="webauthn", data=data)


def at_add(member: Member, now: datetime) -> tuple[Client, str]:
    return sign_in(Client(), member, real_factor(member), now), reverse("mfa_add_webauthn")


def at_login(_member: Member, _now: datetime) -> tuple[Client, str]:
    return Client(), reverse("mfa_login_webauthn")


def at_second_step(member: Member, _now: datetime) -> tuple[Client, str]:
    real_factor(member)
    client = Client()
    client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
    return client, reverse("mfa_authenticate")


def at_proving_anew(member: Member, now: datetime) -> tuple[Client, str]:
    client = sign_in(Client(), member, real_factor(member), now)
    return client, reverse("mfa_reauthenticate_webauthn")


DOORS = [at_add, at_login, at_second_step, at_proving_anew]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("answer", NOTHING)
def test_an_answer_that_is_nothing_proves_nothing(door, answer, member: Member, now: datetime):
    client, address = door(member, now)
    before = list(Authenticator.objects.values_list("pk", flat=True))
    client.get(address)
    page = client.post(address, {"credential": answer, "name": "x"})
    assert page.status_code in {200, 302, 403, 422}
    assert list(Authenticator.objects.values_list("pk", flat=True)) == before
    assert client.get(reverse("mfa_list_webauthn")).status_code in {200, 302}


@pytest.mark.parametrize("door", DOORS)
def test_no_answer_breaks_a_door_or_comes_through(door, member: Member, now: datetime):
    client, address = door(member, now)
    client.get(address)
    before = list(Authenticator.objects.values_list("pk", flat=True))
    recent = client.session.get("kz_proved")

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(answers)
    def tried(answer: str) -> None:
        page = client.post(address, {"credential": answer, "name": "x"})
        assert page.status_code < 500
        assert list(Authenticator.objects.values_list("pk", flat=True)) == before
        assert client.session.get("kz_proved") == recent

    tried()


def test_a_refused_answer_says_so_beside_the_form(member: Member, now: datetime):
    client, address = at_add(member, now)
    client.get(address)
    page = client.post(address, {"credential": "0", "name": "x"})
    assert "De toegangssleutel werkte niet" in page.content.decode()


def test_what_a_browser_adds_is_kept_only_where_it_says_what_it_should(
    member: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    """An addition of another shape would be stored, and break every later look at the list."""
    from allauth.mfa.webauthn.internal import auth

    class Bound:
        def is_user_verified(self) -> bool:
            return True

    monkeypatch.setattr(auth, "complete_registration", lambda _credential: Bound())
    client, address = at_add(member, now)
    client.get(address)
    for added in ("x", {"credProps": "x"}, {"credProps": {"rk": {}}}, {"credProps": {"rk": True}}):
        answer = {**credential("nieuw"), "clientExtensionResults": added}
        client.post(address, {"credential": json.dumps(answer), "name": "telefoon"})
    kept = [
        row.data["credential"]["clientExtensionResults"]
        for row in Authenticator.objects.filter(type="webauthn").order_by("pk")
        if row.data["name"] == "telefoon"
    ]
    assert kept == [{}, {}, {}, {"credProps": {"rk": True}}]
