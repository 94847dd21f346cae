# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the care side, under /werk/zaken/."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.cases.care.views import needs, notes
from ketenzicht.cases.file.views import case as file
from ketenzicht.cases.file.views import exploitation, opening
from ketenzicht.cases.page.views import beds, closing, detail, lists, places
from ketenzicht.cases.payer import views as payer
from ketenzicht.cases.sharing.views import access_log, break_glass, sharing
from ketenzicht.cases.shelter import views as shelter
from ketenzicht.cases.transfers import views as transfers
from ketenzicht.cases.waiting import views as waiting

CASE = "<uuid:case_id>/"
NEED = f"{CASE}nodig/<uuid:need_id>/"
BED, OFFERED = "bedden/<uuid:bed_request_id>/", "bedden/aanbod/<uuid:bed_offer_id>/"
TRANSFER = "overdrachten/<uuid:transfer_id>/"

public: list[URLPattern | URLResolver] = []
api: list[URLPattern | URLResolver] = []
staff: list[URLPattern | URLResolver] = [
    path("", lists.mine, name="list"),
    path("openen/", opening.open_new, name="open"),
    path("openen/<uuid:report_id>/", opening.open_from_report, name="open_from_report"),
    path("stilstand/", waiting.board, name="board"),
    path("geschillen/<uuid:dispute_id>/", payer.dispute, name="dispute"),
    path("bedden/", beds.asked_of_us, name="beds"),
    path("plekken/", places.places, name="places"),
    path("plekken/opgeven/", places.state, name="state-places"),
    path(BED, beds.bed_request, name="bed-request"),
    path(f"{BED}meer/", beds.ask_more, name="bed-more"),
    path(f"{BED}tussentijd/", beds.interim, name="bed-interim"),
    path(f"{BED}stoppen/", beds.end_request, name="bed-end"),
    path(OFFERED, beds.bed_offer, name="bed-offer"),
    path(f"{OFFERED}ja/", beds.say_yes, name="bed-yes"),
    path(f"{OFFERED}nee/", beds.say_no, name="bed-no"),
    path(f"{OFFERED}terug/", beds.take_back, name="bed-take_back"),
    path(f"{OFFERED}kies/", beds.choose, name="bed-choose"),
    path("overdrachten/", transfers.inbox, name="inbox"),
    path(TRANSFER, transfers.transfer, name="transfer"),
    path(f"{TRANSFER}ja/", transfers.accept, name="accept"),
    path(f"{TRANSFER}nee/", transfers.refuse_view, name="refuse"),
    path(f"{TRANSFER}vraag/", transfers.ask, name="ask"),
    *(
        path(f"{TRANSFER}{step}/", transfers.transfer_step, {"step": step}, name=f"transfer-{step}")
        for step in transfers.STEPS
    ),
    path("besluiten/<uuid:escalation_id>/", transfers.decide, name="decide"),
    path("nood/", break_glass.emergency, name="break-glass"),
    path("nood/beoordelen/", break_glass.reviews, name="reviews"),
    path("nood/<uuid:break_glass_id>/", break_glass.review, name="review"),
    path(CASE, detail.detail, name="detail"),
    path(f"{CASE}overdragen/", transfers.propose, name="propose-transfer"),
    path(f"{CASE}notitie/", notes.note, name="note"),
    path(f"{CASE}alarm/", notes.alarm, name="alarm"),
    path(f"{CASE}contact/", notes.contact, name="contact"),
    path(f"{CASE}wens/", notes.wish, name="wish"),
    path(f"{CASE}stap/", file.plan, name="plan"),
    path(f"{CASE}stap/<uuid:action_id>/", file.action_done, name="action-done"),
    path(f"{CASE}stap/<uuid:action_id>/terug/", file.action_undone, name="action-undone"),
    path(f"{CASE}nodig/", needs.need, name="need"),
    path(f"{NEED}vragen/", needs.ask_need, name="ask-need"),
    path(f"{NEED}niet-op-ons/", needs.decline_need, name="decline-need"),
    *(
        path(NEED + f"{step}/", needs.need_step, {"step": step}, name=f"need-{step}")
        for step in (*needs.NEED_STEPS, *needs.NEED_ENDS)
    ),
    path(f"{CASE}naam/", file.label, name="label"),
    path(f"{CASE}zorg/", file.move, name="move"),
    path(f"{CASE}risico/", file.risk, name="risk"),
    path(f"{CASE}vormen/", file.change_forms, name="forms"),
    path(f"{CASE}verblijfsrecht/", file.residence, name="residence"),
    path(f"{CASE}uitbuiting/", exploitation.circumstances, name="exploitation"),
    path(f"{CASE}slachtofferschap/", exploitation.victim_status, name="victim-status"),
    path(f"{CASE}medewerker/", file.worker, name="worker"),
    path(f"{CASE}procedure/", file.track, name="track"),
    path(f"{CASE}beschikking/", file.decision, name="decision"),
    path(f"{CASE}persoon/", file.identity, name="identity"),
    path(f"{CASE}persoon/tonen/", detail.show_identity, name="show-identity"),
    path(f"{CASE}veilig-contact/", notes.safe_contact, name="safe-contact"),
    path(f"{CASE}veilig-contact/tonen/", detail.show_contact, name="show-contact"),
    path(f"{CASE}bed/", beds.ask_beds, name="ask-beds"),
    path(f"{CASE}verblijf/", shelter.whereabouts, name="whereabouts"),
    path(f"{CASE}verblijf/langer/", shelter.stay_longer, name="stay-longer"),
    path(f"{CASE}verblijf/tonen/", detail.show_address, name="show-address"),
    path(f"{CASE}verblijf/vertrokken/", shelter.leave, name="leave"),
    path(f"{CASE}afsluiten/", closing.close, name="close"),
    path(f"{CASE}heropenen/", file.reopen, name="reopen"),
    path(f"{CASE}betaling/", payer.new_dispute, name="new-dispute"),
    path(f"{CASE}delen/", sharing.sharing_page, name="sharing"),
    path(f"{CASE}delen/nieuw/", sharing.grant, name="grant"),
    path(f"{CASE}delen/<uuid:grant_id>/stoppen/", sharing.revoke, name="revoke"),
    path(f"{CASE}toestemming/", sharing.consent, name="consent"),
    path(f"{CASE}collega/", sharing.block, name="block"),
    path(f"{CASE}collega/<uuid:block_id>/", sharing.lift, name="lift"),
    path(f"{CASE}inzage/", access_log.access_log, name="access-log"),
]
