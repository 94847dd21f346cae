# SPDX-License-Identifier: EUPL-1.2
"""Serves the example app once: `python -m tests.house.serving`, in a copy that has it."""

from __future__ import annotations

import json

import django


def shown(page) -> str:
    """The words of a page."""
    from django.utils.html import strip_tags

    return " ".join(strip_tags(page.content.decode()).split())


def walk() -> dict[str, bool]:
    """What somebody sees of the list, the act and the alarm."""
    from django.test import Client
    from django.urls import reverse

    from ketenzicht.bicycles.models import Bicycle
    from tests.factories.accounts import make_desk, make_member, make_organisation

    home = make_organisation("Opvang", "shelter", "utrecht")
    worker = make_member(home, "shelter_worker", name="Mirjam")
    make_desk(home).seats.create(member=worker)
    stranger = make_member(make_organisation("Elders", "shelter", "utrecht"), "shelter_worker")
    one = Bicycle.objects.create(owner=home, name="De groene fiets")
    reader, other = Client(), Client()
    reader.force_login(worker.user)
    other.force_login(stranger.user)
    bicycles, day = reverse("bicycles:list"), reverse("staff:day")
    lend = reverse("bicycles:lend", args=[one.pk])

    before = shown(reader.get(day))
    refused = other.post(lend)
    listed = shown(reader.get(bicycles))
    done = reader.post(lend, follow=True)
    return {
        "in the bar": "Fietsen" in before,
        "on the list": "De groene fiets" in listed and "Uitlenen" in listed,
        "not on the list of another": "De groene fiets" not in shown(other.get(bicycles)),
        "refused to another": refused.status_code == 404,
        "done": done.status_code == 200 and "Uitlenen" not in shown(done),
        "no alarm before": "uitgeleend" not in before,
        "alarm on the day": "De groene fiets is uitgeleend." in shown(reader.get(day)),
    }


def main() -> None:
    """Make an empty installation, and walk through it."""
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_databases, setup_test_environment

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    call_command("keys_init", verbosity=0)
    print(json.dumps(walk()))


if __name__ == "__main__":
    main()
