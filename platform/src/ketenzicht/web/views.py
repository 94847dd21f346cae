# SPDX-License-Identifier: EUPL-1.2
"""The style guide: every component on one page, for the eye, for axe and for screenshots.

It stands in no surface's addresses; development and the tests mount it themselves.
"""

from datetime import UTC, datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ketenzicht.reference import deadline
from ketenzicht.web import charts, parts
from ketenzicht.web.charts import Chart
from ketenzicht.web.frame import HelpNumber, Language, Place, PublicFrame, StaffFrame
from ketenzicht.web.listing import Filter, Finder
from ketenzicht.web.openline import SeenLine
from ketenzicht.web.provenance import provenance
from ketenzicht.web.tracks import Deadline, Touch, Track, Tracks

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("What shall we call you?"),
        help_text=gettext_lazy("This does not have to be your own name."),
        required=False,
    )
    place = forms.CharField(label=gettext_lazy("In which town is it?"))
    story = forms.CharField(
        label=gettext_lazy("What did you see?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen_on = forms.DateField(
        label=gettext_lazy("When was it?"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    setting = forms.ChoiceField(
        label=gettext_lazy("Where do you see it?"),
        choices=[
            ("hotel", gettext_lazy("In a hotel or holiday park")),
            ("school", gettext_lazy("At school")),
            ("work", gettext_lazy("At work")),
        ],
        widget=forms.RadioSelect,
    )
    signs = forms.MultipleChoiceField(
        label=gettext_lazy("What do you see?"),
        help_text=gettext_lazy("Tick everything you see yourself."),
        choices=[
            (
                gettext_lazy("Around the room"),
                [
                    ("a", gettext_lazy("Many different visitors come to one room.")),
                    (
                        "b",
                        gettext_lazy("Somebody else pays, in cash, night after night."),
                    ),
                ],
            ),
            (
                gettext_lazy("The person"),
                [("c", gettext_lazy("The person does not have their own passport."))],
            ),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), choices=[("1", "Utrecht"), ("2", "Zeeland")]
    )
    agree = forms.BooleanField(label=gettext_lazy("I may be asked a question about this"))


def staff_frame(theme: str = "") -> StaffFrame:
    """A bar with everything in it."""
    return StaffFrame(
        places=(
            Place(_("My day"), "#", current=True),
            Place(_("Cases"), "#", count=14),
            Place(_("Hand-overs"), "#"),
        ),
        search_url="#",
        organisation="SHOP Den Haag",
        role=_("care coordinator"),
        account_url="#",
        help_url="#",
        theme=theme,
        demo=True,
    )


def public_frame(theme: str = "") -> PublicFrame:
    """A public frame with everything in it."""
    return PublicFrame(
        exit_about_url="#",
        languages=(
            Language("nl", "Nederlands", "#", current=True),
            Language("en", "English", "#"),
        ),
        help_numbers=(
            HelpNumber("112", "112", _("Is somebody in danger now?"), free=True),
            HelpNumber("0900 8844", "09008844", _("Police, when there is no hurry.")),
        ),
        theme=theme,
        demo=True,
    )


def _groups() -> tuple[parts.RowGroup, ...]:
    call = parts.Action(_("Call the desk"), "#", kind="primary")
    now = parts.Row(
        _("SHOP has not answered your proposal yet."),
        action=call,
        state=parts.State.WAITS,
        word=_("waits for an answer"),
        due=NOW + timedelta(hours=3),
        url="#",
    )
    late = parts.Row(
        _("Nobody has spoken with this person for 8 days."),
        action=parts.Action(_("Write down a contact"), "#"),
        state=parts.State.LATE,
        word=_("one day late"),
        due=NOW - timedelta(days=1),
    )
    done = parts.Row(
        _("The intake at the shelter is planned."),
        state=parts.State.SETTLED,
        word=_("settled"),
        due=NOW + timedelta(days=2, hours=1),
    )
    return (
        parts.RowGroup(_("Now"), (late, now)),
        parts.RowGroup(_("This week"), (done,)),
    )


def _happenings() -> tuple[parts.Happening, ...]:
    return (
        parts.Happening(
            NOW - timedelta(hours=2),
            _("Proposed to hand over to Moviera."),
            who="SHOP Den Haag",
        ),
        parts.Happening(
            NOW - timedelta(days=2),
            _("Spoke with her by telephone."),
            who="SHOP Den Haag",
            text=_("She sleeps better. She wants to look for work in January."),
        ),
        parts.Happening(
            NOW - timedelta(days=21),
            _("The case was opened."),
            who="SHOP Den Haag",
            milestone=True,
        ),
    )


def _table() -> parts.Table:
    return parts.Table(
        _("Reports per region, practice figures"),
        (
            parts.Column(_("Region")),
            parts.Column(_("Reports"), number=True),
            parts.Column(_("People"), number=True),
        ),
        (("Utrecht", "1 204", "988"), ("Zeeland", "96", "81")),
        total=(_("Total"), "1 300", "1 069"),
        note=_("Figures below five are not shown."),
    )


def _chart() -> Chart:
    figures = ((2020, 868, 3900), (2021, 805, 4300), (2022, 820, 4700), (2023, 868, 4900))
    years = [
        charts.Opening(year, seen, size, size * 0.8, size * 1.25) for year, seen, size in figures
    ]
    return charts.opening(
        years,
        charts.About(
            _("Most people stay out of sight"),
            _("In each practice year about one in five people is seen."),
            _("people, practice figures"),
        ),
    )


def _tracks() -> Tracks:
    day = timedelta(days=1)
    rest = Track(
        _("Reflection period"),
        NOW - 60 * day,
        NOW + 30 * day,
        (Deadline(NOW + 16 * day, _("decide about a report to the police")),),
    )
    shelter = Track(
        _("Shelter"),
        NOW - 58 * day,
        None,
        (
            Deadline(NOW - 30 * day, _("first plan"), parts.State.SETTLED),
            Deadline(NOW - 2 * day, _("renew the place"), parts.State.LATE),
        ),
    )
    permit = Track(
        _("Permit"),
        NOW - 10 * day,
        NOW + 80 * day,
        (Deadline(NOW + 78 * day, _("decision")),),
    )
    warning = _("The reflection period ends before the permit is decided.")
    touch = Touch(rest.name, permit.name, NOW + 30 * day, warning)
    return Tracks((rest, shelter, permit), NOW, (touch,))


def _contact() -> parts.SafeContact:
    return parts.SafeContact(
        rules=(_("Call on Tuesday or Thursday between 10:00 and 12:00."),),
        never=(_("Never send a text message: somebody else reads her telephone."),),
        reveal_url="#",
    )


def _facts() -> tuple[parts.Fact, ...]:
    return (
        parts.Fact(_("Organisation"), "SHOP Den Haag"),
        parts.Fact(_("Until"), _("Friday 12:00"), "#", _("Change")),
        parts.Fact(_("Language"), "Български", "#", _("Change")),
    )


def _finder(request: HttpRequest) -> Finder:
    states = (("open", _("Open")), ("closed", _("Closed")))
    return Finder(request.GET, (Filter("state", _("State"), states),), search=_("Search"))


def style_guide(request: HttpRequest, frame: str = "staff") -> HttpResponse:
    """Show every component within one of the two frames."""
    theme = request.GET.get("theme", "")
    form = Sample({"story": "…"}) if "errors" in request.GET else Sample()
    context = {
        "base": f"web/{frame}.html",
        "frame": staff_frame(theme) if frame == "staff" else public_frame(theme),
        "now": NOW,
        "form": form,
        "groups": _groups(),
        "happenings": _happenings(),
        "table": _table(),
        "facts": _facts(),
        "claim": provenance(deadline("b8_3_permit", NOW.date()).claim, computed=True),
        "contact": _contact(),
        "listing": _finder(request).page(range(1, 61)),
        "chart": _chart(),
        "tracks": _tracks(),
        "seen": SeenLine(seen=944, estimate=5080, low=4120, high=6390),
    }
    return render(request, "web/styleguide.html", context)
