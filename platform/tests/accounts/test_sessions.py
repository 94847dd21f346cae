# SPDX-License-Identifier: EUPL-1.2
"""How long a session lasts, and everything that ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import middleware, services
from ketenzicht.accounts.models import Member
from ketenzicht.audit.models import Entry, UnnamedEntry
from ketenzicht.core import sessions, tasks
from ketenzicht.core.errors import Unavailable
from ketenzicht.core.models import WebSession
from ketenzicht.surfaces.testing_clock import START, set_clock
from tests.accounts.signed_in import PASSWORD, give_factor, make_real, sign_in
from tests.factories.accounts import World, make_member

DAY = "/werk/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def member(world: World) -> Member:
    return make_real(world.shop["zorgcoordinator"])


@pytest.fixture
def signed_in(client: Client, member: Member, now: datetime) -> Client:
    return sign_in(client, member, give_factor(member.user), now)


def is_open(client: Client) -> bool:
    return client.get(DAY).status_code == 200


def at(client: Client, moment: datetime) -> bool:
    set_clock(moment)
    return is_open(client)


def test_a_session_ends_after_a_quarter_of_an_hour_without_a_page(signed_in: Client, now: datetime):
    assert at(signed_in, now + 15 * MINUTE)
    assert at(signed_in, now + 30 * MINUTE)
    assert not at(signed_in, now + 45 * MINUTE + timedelta(seconds=1))
    assert not at(signed_in, now + 46 * MINUTE)


def test_a_session_ends_after_eight_hours_however_busy(signed_in: Client, now: datetime):
    opened = [at(signed_in, now + 10 * MINUTE * step) for step in range(50)]
    assert opened == [True] * 49 + [False]


@pytest.mark.parametrize("back", [2 * MINUTE, timedelta(hours=3), timedelta(days=400)])
def test_a_session_seen_at_a_moment_ahead_is_over(
    signed_in: Client, now: datetime, back: timedelta
):
    assert at(signed_in, now + 10 * MINUTE)
    assert not at(signed_in, now + 10 * MINUTE - back)
    assert not at(signed_in, now + 10 * MINUTE), "and what was ended stays so"


@pytest.mark.parametrize("back", [2 * MINUTE, timedelta(hours=3)])
def test_a_proof_of_a_moment_ahead_is_not_recent(
    signed_in: Client, now: datetime, rf, back: timedelta
):
    request = rf.get("/")
    request.session, request.now = signed_in.session, now
    request.session[sessions.PROVED] = (now.isoformat(), sessions.PASSKEY)
    assert sessions._proved_lately(request) == sessions.PASSKEY
    request.now = now - back
    assert sessions._proved_lately(request) == ""


def test_without_its_limits_a_session_would_not_end(
    signed_in: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sessions, "IDLE", timedelta(days=9))
    monkeypatch.setattr(sessions, "ABSOLUTE", timedelta(days=9))
    assert at(signed_in, now + timedelta(days=1))


def test_a_sign_in_that_is_not_followed_up_runs_out_too(
    client: Client, member: Member, now: datetime
):
    client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    set_clock(now + 16 * MINUTE)
    client.get(DAY)
    assert "_auth_user_id" not in client.session


def test_signing_in_changes_the_key_of_the_session(client: Client, member: Member):
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "here"
    session.save()
    before = session.session_key
    client.cookies["zitting"] = before
    client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_a_new_password_ends_every_open_session(signed_in: Client, member: Member):
    assert is_open(signed_in)
    member.user.set_password("een andere zin over boten")
    member.user.save()
    assert not is_open(signed_in)


def test_a_new_or_removed_factor_ends_every_open_session(signed_in: Client, member: Member):
    assert is_open(signed_in)
    give_factor(member.user, "totp")
    assert not is_open(signed_in)


def test_who_changes_their_own_factors_stays_signed_in_here_and_nowhere_else(
    signed_in: Client, member: Member, now: datetime
):
    factor = member.user.authenticator_set.get()
    second = give_factor(member.user)
    here = sign_in(Client(), member, factor, now)
    elsewhere = sign_in(Client(), member, factor, now)
    assert (is_open(here), is_open(elsewhere)) == (True, True)
    answer = here.post(reverse("mfa_remove_webauthn", args=[second.pk]))
    assert answer.headers["Location"] == reverse("mfa_list_webauthn")
    assert (is_open(here), is_open(elsewhere)) == (True, False)


@pytest.mark.parametrize("ending", ["membership", "organisation"])
def test_the_end_of_access_ends_the_session_itself(
    signed_in: Client, member: Member, world: World, now: datetime, ending: str
):
    assert is_open(signed_in)
    if ending == "membership":
        make_member(member.organisation, "zorgcoordinator", name="Nog iemand")
        services.end_membership(actor=world.shop["administrator"], member_id=member.pk, now=now)
    else:
        services.suspend_organisation(
            actor=world.comensha["platform_administrator"],
            organisation_id=member.organisation_id,
            now=now,
        )
    answer = signed_in.get(DAY)
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_member_sees_their_sessions_and_ends_the_others(member: Member, now: datetime):
    give_factor(member.user)
    factor = member.user.authenticator_set.get()
    clients = [Client(headers={"user-agent": agent}) for agent in ("Firefox/9 Linux", "x")]
    for client in clients:
        client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
        sign_in(client, member, factor, now)
        client.get(DAY)
    page = clients[0].get(reverse("accounts:sessions")).content.decode()
    assert page.count("kz-row__sentence") == 2
    assert page.count("deze sessie") == 1
    assert "Firefox op Linux" in page
    clients[0].post(reverse("accounts:sessions"))
    assert [is_open(client) for client in clients] == [True, False]


def test_sessions_of_somebody_else_are_neither_seen_nor_ended(
    member: Member, world: World, now: datetime
):
    other = make_real(world.municipality["aandachtsfunctionaris"])
    clients = {}
    for each in (member, other):
        clients[each] = sign_in(Client(), each, give_factor(each.user), now)
        clients[each].get(DAY)
    page = clients[member].get(reverse("accounts:sessions")).content.decode()
    assert page.count("kz-row__sentence") == 1
    clients[member].post(reverse("accounts:sessions"))
    assert is_open(clients[other])


def test_no_row_of_the_database_opens_a_session(signed_in: Client):
    cookie = signed_in.session.session_key
    assert is_open(signed_in)
    for value in everything_stored():
        assert cookie not in value
    (row,) = WebSession.objects.live()
    thief = Client()
    thief.cookies["zitting"] = row.pk
    assert not is_open(thief)
    # The control: what the cookie holds does open it.
    thief.cookies["zitting"] = cookie
    assert is_open(thief)


def everything_stored() -> list[str]:
    """Every value of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return found


def test_sessions_whose_time_is_over_leave_the_table(signed_in: Client, now: datetime):
    WebSession.objects.update(expire_date=now - MINUTE)
    tasks.sweep(now)
    assert WebSession.objects.count() == 0


def test_the_row_of_a_session_tells_nothing(signed_in: Client):
    session = signed_in.session
    session["mfa.totp.secret"] = "JBSWY3DPEHPK3PXP"
    session.save()
    row = WebSession.objects.get(pk=session.stored_key)
    opened = session.decode(row.session_data)
    assert opened["mfa.totp.secret"] == "JBSWY3DPEHPK3PXP"
    stored = row.session_data.split(":")[0]
    assert "_auth_user_id" not in unpacked(stored)
    assert "JBSWY3DPEHPK3PXP" not in unpacked(stored)


def unpacked(stored: str) -> str:
    """What somebody reads who takes the row apart as the framework would."""
    import base64
    import zlib

    body = stored.removeprefix(".")
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    return (zlib.decompress(raw) if stored.startswith(".") else raw).decode("latin-1")


def signed_in_rows(member: Member) -> list[str]:
    found = Entry.objects.filter(kind="user", object_id=str(member.user_id))
    return list(found.values_list("outcome", flat=True))


def test_coming_in_leaves_a_row_and_so_does_a_try_that_fails(member: Member):
    form = {"login": member.user.email, "password": PASSWORD}
    Client().post(reverse("account_login"), {**form, "password": "een verkeerde zin"})
    assert signed_in_rows(member) == []
    refused = UnnamedEntry.objects.get(object_id=str(member.user_id))
    assert (refused.outcome, refused.on) == ("sign-in-refused", START.date())
    # An address nobody has takes the same work, so that its time does not tell them apart.
    Client().post(reverse("account_login"), {**form, "login": "niemand@voorbeeld.example"})
    keys = UnnamedEntry.objects.order_by("number").values_list("object_id", flat=True)
    assert list(keys) == [str(member.user_id), ""]
    client = Client()
    client.post(reverse("account_login"), form)
    client.get(DAY)
    assert signed_in_rows(member) == ["signed-in"]


def test_nobody_comes_in_while_it_cannot_be_put_on_record(
    member: Member, monkeypatch: pytest.MonkeyPatch
):
    def broken(**_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(middleware, "record", broken)
    client = Client(raise_request_exception=False)
    form = {"login": member.user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), form).status_code >= 500
    assert client.get(DAY).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://kwaad.example/",
        "//kwaad.example/",
        "/\\kwaad.example",
        "https:kwaad.example",
        "javascript:alert(1)",
        "\x08//kwaad.example",
    ],
)
def test_signing_in_sends_nobody_to_another_site(member: Member, elsewhere: str):
    form = {"login": member.user.email, "password": PASSWORD, "next": elsewhere}
    answer = Client().post(reverse("account_login"), form)
    assert answer.headers["Location"] == DAY
    # The control: a place of our own is gone to.
    own = Client().post(reverse("account_login"), {**form, "next": "/werk/zaken/"})
    assert own.headers["Location"] == "/werk/zaken/"
