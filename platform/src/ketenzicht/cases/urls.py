# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the care side, under /werk/zaken/."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.cases.views import care, cases, glass, handing, needs, sharing, stalls

CASE = "<uuid:case_id>/"
NEED = f"{CASE}nodig/<uuid:need_id>/"
TRANSFER = "overdrachten/<uuid:transfer_id>/"

public: list[URLPattern | URLResolver] = []
api: list[URLPattern | URLResolver] = []
staff: list[URLPattern | URLResolver] = [
    path("", cases.mine, name="list"),
    path("openen/", cases.open_new, name="open"),
    path("openen/<uuid:report_id>/", cases.open_from_report, name="open_from_report"),
    path("stilstand/", stalls.board, name="board"),
    path("geschillen/<uuid:dispute_id>/", stalls.dispute, name="dispute"),
    path("overdrachten/", handing.inbox, name="inbox"),
    path(TRANSFER, handing.transfer, name="transfer"),
    path(f"{TRANSFER}ja/", handing.accept, name="accept"),
    path(f"{TRANSFER}nee/", handing.refuse_view, name="refuse"),
    path(f"{TRANSFER}vraag/", handing.ask, name="ask"),
    *(
        path(f"{TRANSFER}{step}/", handing.transfer_step, {"step": step}, name=f"transfer-{step}")
        for step in handing.STEPS
    ),
    path("besluiten/<uuid:escalation_id>/", handing.decide, name="decide"),
    path("nood/", glass.glass, name="glass"),
    path("nood/beoordelen/", glass.reviews, name="reviews"),
    path("nood/<uuid:glass_id>/", glass.review, name="review"),
    path(CASE, cases.detail, name="detail"),
    path(f"{CASE}overdragen/", handing.hand_over, name="hand-over"),
    path(f"{CASE}notitie/", care.note, name="note"),
    path(f"{CASE}alarm/", care.alarm, name="alarm"),
    path(f"{CASE}contact/", care.contact, name="contact"),
    path(f"{CASE}wens/", care.wish, name="wish"),
    path(f"{CASE}stap/", care.plan, name="plan"),
    path(f"{CASE}stap/<uuid:action_id>/", care.action_done, name="action-done"),
    path(f"{CASE}stap/<uuid:action_id>/terug/", care.action_undone, name="action-undone"),
    path(f"{CASE}nodig/", needs.need, name="need"),
    path(f"{NEED}vragen/", needs.ask_need, name="ask-need"),
    *(
        path(NEED + f"{step}/", needs.need_step, {"step": step}, name=f"need-{step}")
        for step in (*needs.NEED_STEPS, *needs.NEED_ENDS)
    ),
    path(f"{CASE}naam/", care.label, name="label"),
    path(f"{CASE}zorg/", care.move, name="move"),
    path(f"{CASE}risico/", care.risk, name="risk"),
    path(f"{CASE}vormen/", care.looks_like, name="forms"),
    path(f"{CASE}medewerker/", care.worker, name="worker"),
    path(f"{CASE}procedure/", care.track, name="track"),
    path(f"{CASE}persoon/", care.identity, name="identity"),
    path(f"{CASE}persoon/tonen/", cases.show_identity, name="show-identity"),
    path(f"{CASE}veilig-contact/", care.safe_contact, name="safe-contact"),
    path(f"{CASE}veilig-contact/tonen/", cases.show_contact, name="show-contact"),
    path(f"{CASE}verblijf/", care.whereabouts, name="whereabouts"),
    path(f"{CASE}verblijf/tonen/", cases.show_address, name="show-address"),
    path(f"{CASE}verblijf/vertrokken/", care.leave, name="leave"),
    path(f"{CASE}afsluiten/", care.close, name="close"),
    path(f"{CASE}heropenen/", care.reopen, name="reopen"),
    path(f"{CASE}betaling/", stalls.new_dispute, name="new-dispute"),
    path(f"{CASE}delen/", sharing.sharing_page, name="sharing"),
    path(f"{CASE}delen/nieuw/", sharing.grant, name="grant"),
    path(f"{CASE}delen/<uuid:grant_id>/stoppen/", sharing.revoke, name="revoke"),
    path(f"{CASE}toestemming/", sharing.consent, name="consent"),
    path(f"{CASE}collega/", sharing.block, name="block"),
    path(f"{CASE}collega/<uuid:block_id>/", sharing.lift, name="lift"),
    path(f"{CASE}inzage/", sharing.looks, name="looks"),
]
