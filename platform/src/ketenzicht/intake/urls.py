# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the report form and of the triage; none of them tells what it is about."""

from django.urls import URLPattern, path

from ketenzicht.intake.states import Wish
from ketenzicht.intake.views import lists, messages, referrals, sending, signs, triage, visit

QUESTIONS = {
    "who": "wie/",
    "where": "waar/",
    "age": "leeftijd/",
    "about": "waarover/",
    "place": "plaats/",
    "story": "vertellen/",
    "contact": "antwoord/",
    "safe": "eerst/",
    "words": "zeggen/",
    "own-age": "jij/",
}

public: list[URLPattern] = [
    path("", visit.start, name="start"),
    path("zien/", visit.first, {"wish": Wish.REPORT}, name="first-report"),
    path("vragen/", visit.first, {"wish": Wish.ADVICE}, name="first-advice"),
    path("nu/", visit.first, {"wish": Wish.HELP}, name="first-help"),
    *(path(route, visit.question, {"name": name}, name=name) for name, route in QUESTIONS.items()),
    path("nu-eerst/", visit.danger, name="danger"),
    path("kaart/", signs.first_page, name="signs"),
    path("kaart/<int:page>/", signs.card, name="card"),
    path("kaart/tekst/", signs.live, name="live"),
    path("daarna/", signs.advice, name="advice"),
    path("nakijken/", sending.check, name="check"),
    path("klaar/", sending.receipt, name="receipt"),
    path("terug/", messages.come_back, name="come-back"),
    path("gesprek/", messages.messages, name="messages"),
    path("einde/", messages.done, name="done"),
    path("weg/", messages.leaving, name="leaving"),
    path("weg/nu/", messages.leave_now, name="leave-now"),
    path("bellen/", messages.numbers, name="numbers"),
]
ACTS = {
    "assess": "beoordelen/",
    "ask": "vragen/",
    "advise": "adviseren/",
    "feedback": "antwoorden/",
    "note": "aanvullen/",
    "other": "iets-anders/",
    "refer": "doorsturen/",
    "join": "samenvoegen/",
    "split": "losmaken/",
    "investigate": "onderzoeken/",
    "close": "afronden/",
    "reopen": "heropenen/",
}

staff: list[URLPattern] = [
    path("", lists.inbox, name="inbox"),
    path("samen/afronden/", lists.close_together, name="close-together"),
    path("samen/doorsturen/", lists.refer_together, name="refer-together"),
    path("vast/", lists.stuck, name="stuck"),
    path("aangeboden/<uuid:referral_id>/", referrals.offer, name="offer"),
    path("aangeboden/<uuid:referral_id>/ja/", referrals.accept, name="accept"),
    path("aangeboden/<uuid:referral_id>/nee/", referrals.refuse, name="refuse"),
    path("aangeboden/<uuid:referral_id>/terug/", referrals.withdraw, name="withdraw"),
    path("<uuid:report_id>/", triage.report, name="report"),
    path("<uuid:report_id>/melder/", triage.reporter, name="reporter"),
    *(
        path(f"<uuid:report_id>/{route}", triage.act, {"name": name}, name=name)
        for name, route in ACTS.items()
    ),
]
