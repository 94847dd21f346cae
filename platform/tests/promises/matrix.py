# SPDX-License-Identifier: EUPL-1.2
"""Every URL pattern × method × member × ownership, generated from the resolver.

Each request runs inside a transaction that is undone, so the order does not matter and nothing
has to be made twice. What came back is judged by rules that know nothing about the views:

* who may not enter gets no data, and nothing is written on their behalf;
* another organisation's thing answers exactly as one that does not exist;
* no canary reaches somebody who is not among its readers, in any byte or mail;
* no method answers that the view did not mean to serve; nothing answers with a server error.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from allauth.account.internal.userkit import user_id_to_str
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.models import Member
from ketenzicht.core.policy import Audience, Policy, Route, policy_of, routes
from tests.factories.accounts import World
from tests.kinds import EVERY_MEMBER, Kind, Made, all_kinds, all_posts
from tests.promises.answers import Answer, answered, content, mails, names, noting, undone
from tests.promises.canaries import MARK, scan

#: How many seconds the walk through all of it may take, on a machine that is busy.
A_LONG_WALK = 6 * 3600
#: How many of another's texts each list is searched for.
SEARCHES = 4
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: `make soak` asks every method of everybody; otherwise those that could tell something new.
FULL = bool(os.environ.get("SOAK"))
SHORT = (("GET", "POST"), ("GET",))
#: Who may enter is decided before a row is read, and has been asked of everybody on SQLite; on
#: another engine the pages are read by everybody who may, and are changed by the first of them.
ENGINE = connection.vendor != "sqlite" and not FULL
NEVER_MEANT = ("PUT", "PATCH", "DELETE")
OWN, FOREIGN, MISSING = "own", "foreign", "missing"
_SEARCH = re.compile(rb'id="find-q"')


@dataclass(frozen=True, slots=True)
class Leak:
    """One answer that breaks a rule."""

    route: str
    method: str
    who: str
    whose: str
    what: str

    def __str__(self) -> str:
        return f"{self.method} {self.route} by {self.who} on {self.whose}: {self.what}"


@dataclass
class Matrix:
    """The world, one of each kind of thing, and a client per member."""

    world: World
    kinds: dict[str, Kind]
    posts: dict[str, dict[str, Any]]
    own: dict[str, Made]
    foreign: dict[str, Made]
    findings: list[Leak] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    requests: int = 0
    _clients: dict[UUID | None, Client] = field(default_factory=dict)

    @classmethod
    def of(cls, world: World) -> Matrix:
        """Make one of each kind of thing in this world."""
        kinds, posts = all_kinds(), all_posts(world)
        own = {name: kind.own(world) for name, kind in kinds.items()}
        foreign = {name: kind.foreign(world) for name, kind in kinds.items()}
        return cls(world, kinds, posts, own, foreign)

    # -- walking -----------------------------------------------------------------------------

    def walk(self, only: Callable[[Route], bool] = lambda route: True) -> list[Leak]:
        """Ask everything of every route; returns what breaks a rule."""
        for route in served(only):
            unknown = [name for name in route.kwargs if name not in self.kinds]
            if unknown:
                self._note(route, "-", None, "-", f"no kind for {', '.join(unknown)}")
                continue
            policy = policy_of(route.view, route.name)
            if policy is None:
                self._note(route, "-", None, "-", "declares no policy")
            else:
                self._walk_route(route, policy)
        return self.findings

    def never_shown(self) -> set[str]:
        """Canaries their own readers never saw, so that their absence elsewhere proves nothing."""
        return {text for one in self.own.values() for text in one.canaries} - self.shown

    def _walk_route(self, route: Route, policy: Policy) -> None:
        self._as_anonymous(route, policy)
        for position, member in enumerate(self.entitled(policy)):
            # The methods nobody means to serve do not depend on who asks.
            self._as_entitled(
                route, member, METHODS if FULL or position == 0 else SHORT[ENGINE or position > 3]
            )
        for position, member in enumerate(self._unentitled(policy)[: 1 if ENGINE else None]):
            self._as_unentitled(route, member, METHODS if FULL else SHORT[position > 0])

    def _as_anonymous(self, route: Route, policy: Policy) -> None:
        for method in METHODS if FULL else ("GET", "HEAD", "POST", "OPTIONS"):
            answer = self._ask(route, method, None, OWN)
            self._common(route, method, (None, OWN), answer)
            if policy.audience is Audience.EVERYONE:
                continue
            if answer.status not in {302, 404}:
                self._note(route, method, None, OWN, f"answers {answer.status}, not sign-in")
            self._refused(route, method, (None, OWN), answer)

    def _as_unentitled(self, route: Route, member: Member, methods: tuple[str, ...]) -> None:
        for method in methods:
            answer = self._ask(route, method, member, OWN)
            self._common(route, method, (member, OWN), answer)
            if answer.status not in {403, 404}:
                self._note(route, method, member, OWN, f"answers {answer.status}, not 403")
            self._refused(route, method, (member, OWN), answer)

    def _as_entitled(self, route: Route, member: Member, methods: tuple[str, ...]) -> None:
        for method in methods:
            answers = {
                whose: self._ask(route, method, member, whose)
                for whose in self._whose(route, member)
            }
            for whose, answer in answers.items():
                self._common(route, method, (member, whose), answer)
                self._unmeant(route, method, (member, whose), answer)
            missing = answers.get(MISSING)
            for whose in (OWN, FOREIGN):
                if missing and whose in answers and not self._may_read(route, member, whose):
                    self._like_missing(route, method, (member, whose), (answers[whose], missing))
        self._search(route, member)

    # -- rules -------------------------------------------------------------------------------

    def _common(
        self, route: Route, method: str, asked: tuple[Member | None, str], answer: Answer
    ) -> None:
        member, whose = asked
        if answer.status >= 500 and answer.status != 503:
            self._note(route, method, member, whose, f"server error {answer.status}")
        leaked = self._leaked(member, answer)
        if leaked:
            self._note(route, method, member, whose, f"leaks {len(leaked)} canaries: {leaked}")
        # The address that was asked for is cut out of the body, so repeating it is no leak.
        listed = [one for one in self._hidden_ids(member) if one.encode() in answer.body]
        if listed:
            self._note(route, method, member, whose, f"leaks that {len(listed)} things exist")

    def _refused(
        self, route: Route, method: str, asked: tuple[Member | None, str], answer: Answer
    ) -> None:
        member, whose = asked
        texts = [text for one in self.own.values() for text in one.canaries]
        if scan(answer.raw, among=texts):
            self._note(route, method, member, whose, "a refusal shows data")
        if answer.writes:
            self._note(route, method, member, whose, f"a refusal writes {answer.writes}")

    def _unmeant(
        self, route: Route, method: str, asked: tuple[Member, str], answer: Answer
    ) -> None:
        ours = getattr(route.view, "policy", None) is not None
        if ours and method in NEVER_MEANT and answer.status < 300:
            self._note(route, method, *asked, f"answers {answer.status} to a method never meant")

    def _like_missing(
        self, route: Route, method: str, asked: tuple[Member, str], pair: tuple[Answer, Answer]
    ) -> None:
        theirs, missing = pair
        if theirs.comparable != missing.comparable:
            told = f"answers {theirs.status}, a missing one {missing.status}"
            self._note(route, method, *asked, f"told apart from a missing one: {told}")
        if theirs.writes != missing.writes:
            self._note(route, method, *asked, f"another's thing is written to: {theirs.writes}")

    def _search(self, route: Route, member: Member) -> None:
        """Looking for what another organisation wrote finds what looking for nothing finds."""
        if route.kwargs:
            return
        page = self._ask(route, "GET", member, "-")
        if not _SEARCH.search(page.body):
            return
        nothing = "kanarie99999nergens"
        for method in ("GET", "POST"):
            # What every canary has in common finds them all at once, or none of another's.
            self._common(route, method, (member, "-"), self._ask(route, method, member, "-", MARK))
            without = self._without(self._ask(route, method, member, "-", nothing), nothing)
            for text in sorted(self.hidden(member))[:: self._stride(member)]:
                found = self._without(self._ask(route, method, member, "-", text), text)
                if found != without:
                    self._note(route, method, member, "-", f"a search tells that {text} exists")

    def _stride(self, member: Member) -> int:
        return max(1, len(list(self.hidden(member))) // SEARCHES)

    @staticmethod
    def _without(answer: Answer, text: str) -> tuple[int, bytes]:
        return answer.status, answer.body.replace(text.encode(), b"WORDS")

    # -- who, whose, what ----------------------------------------------------------------------

    def entitled(self, policy: Policy) -> list[Member]:
        """One member of both owners, and one stranger per set of permissions."""
        if policy.audience is Audience.EVERYONE:
            return []
        found = [
            member
            for member in self.world.members
            if policy.audience is not Audience.MEMBERS or policy.permission in member.permissions
        ]
        owners = {one.organisation.pk for one in (self.world.shop, self.world.moviera)}
        places: dict[object, Member] = {}
        for member in found:
            owned = member.organisation_id in owners
            places.setdefault(member.organisation_id if owned else member.permissions, member)
        return list(places.values())

    def _unentitled(self, policy: Policy) -> list[Member]:
        if policy.audience is not Audience.MEMBERS:
            return []
        lacking = (m for m in self.world.members if policy.permission not in m.permissions)
        return list({member.permissions: member for member in lacking}.values())

    def _whose(self, route: Route, member: Member) -> tuple[str, ...]:
        if not route.kwargs:
            return ("-",)
        owners = {self.world.shop.organisation.pk, self.world.moviera.organisation.pk}
        reads_some = any(self._may_read(route, member, whose) for whose in (OWN, FOREIGN))
        # To a stranger both things are foreign, and asking for one of them is enough.
        return (
            (OWN, FOREIGN, MISSING)
            if member.organisation_id in owners or reads_some
            else (OWN, MISSING)
        )

    def _may_read(self, route: Route, member: Member, whose: str) -> bool:
        made = self.own if whose == OWN else self.foreign
        return all(reads(member, made[name]) for name in route.kwargs)

    def hidden(self, member: Member | None) -> Iterator[str]:
        for one in self._things():
            public = one.readers is EVERY_MEMBER
            if not public and (member is None or not reads(member, one)):
                yield from one.canaries

    def _hidden_ids(self, member: Member | None) -> Iterator[str]:
        for one in self._things():
            # What has no canary, such as a desk, is no secret for partners.
            secret = isinstance(one.id, UUID) and one.canaries and one.readers is not EVERY_MEMBER
            if secret and (member is None or not reads(member, one)):
                yield str(one.id)

    def _things(self) -> tuple[Made, ...]:
        return (*self.own.values(), *self.foreign.values())

    def _leaked(self, member: Member | None, answer: Answer) -> set[str]:
        everything = [text for one in self._things() for text in one.canaries]
        found = scan(answer.raw + answer.mails, among=everything)
        self.shown |= found
        return found & set(self.hidden(member))

    # -- asking --------------------------------------------------------------------------------

    def _ask(
        self, route: Route, method: str, member: Member | None, whose: str, query: str = ""
    ) -> Answer:
        ids = self._ids(route, whose)
        path = reverse(route.name, kwargs=ids)
        client = self.client(member)
        cookies = client.cookies.copy()
        body: dict[str, Any] = dict(self.posts.get(route.name, {})) if method == "POST" else {}
        if query:
            body = {"q": query}
        writes: list[str] = []
        with undone(), connection.execute_wrapper(noting(writes)):
            mail.outbox.clear()
            sender = getattr(client, method.lower())
            response = sender(path, body) if method in {"GET", "HEAD", "POST"} else sender(path)
            came, sent = content(response), mails()
        client.cookies = cookies
        self.requests += 1
        return answered(response, came, (sent, tuple(writes)), names(path, ids))

    def _ids(self, route: Route, whose: str) -> dict[str, Any]:
        if whose == MISSING:
            return {name: _missing(self.own[name].id) for name in route.kwargs}
        made = self.foreign if whose == FOREIGN else self.own
        return {name: made[name].id for name in route.kwargs}

    def client(self, member: Member | None) -> Client:
        key = member.pk if member else None
        if key not in self._clients:
            client = Client(raise_request_exception=False)
            if member:
                _sign_in(client, member)
            self._clients[key] = client
        return self._clients[key]

    def _note(
        self, route: Route, method: str, member: Member | None, whose: str, what: str
    ) -> None:
        who = f"{member.organisation.name} {sorted(member.roles)}" if member else "anonymous"
        self.findings.append(Leak(route.name or route.path, method, who, whose, what))


def reads(member: Member, made: Made) -> bool:
    """Whether this member has a live ground to read the thing."""
    if made.members is not None:
        return member.pk in made.members
    return made.readers is None or member.organisation_id in made.readers


def served(only: Callable[[Route], bool]) -> list[Route]:
    """Every named route once; the two languages share their views."""
    found = {(route.name, route.kwargs): route for route in routes() if route.name and only(route)}
    return list(found.values())


def _missing(like: object) -> object:
    if isinstance(like, UUID):
        return uuid4()
    return "nergens" if isinstance(like, str) else 987654321


def _sign_in(client: Client, member: Member) -> None:
    client.force_login(member.user)
    session = client.session
    session[CHOSEN] = str(member.pk)
    # As after a sign-in of this minute, so that pages that ask for one answer too; a walk may
    # take longer than such a sign-in counts, so its moment is put ahead.
    at = time.time() + A_LONG_WALK
    proof = {"method": "password", "at": at, "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = user_id_to_str(member.user)
    session.save()
