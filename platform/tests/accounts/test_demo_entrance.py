# SPDX-License-Identifier: EUPL-1.2
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories.accounts import World, make_member


def test_a_demo_account_opens_on_its_own_day(client: Client, world: World) -> None:
    answer = client.post(reverse("demo:sign-in"), {"member": str(world.shop["zorgcoordinator"].pk)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/werk/")
    assert client.get("/werk/").status_code == 200


def test_a_real_account_cannot_be_entered_through_the_practice_world(
    client: Client, world: World
) -> None:
    real = make_member(world.shop.organisation, "zorgcoordinator", name="Echt Mens")
    real.user.demo = False
    real.user.save()
    assert client.post(reverse("demo:sign-in"), {"member": str(real.pk)}).status_code == 404
    assert client.get("/werk/").status_code == 302


@override_settings(KETENZICHT_DEMO=False)
def test_outside_the_practice_world_nobody_made_up_gets_in(client: Client, world: World) -> None:
    member = world.shop["zorgcoordinator"]
    assert client.post(reverse("demo:sign-in"), {"member": str(member.pk)}).status_code == 404
    client.force_login(member.user)
    assert client.get("/werk/").status_code == 403


def test_a_practice_account_has_no_password_to_change(client: Client, world: World) -> None:
    user = world.shop["zorgcoordinator"].user
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    change = reverse("account_change_password")
    assert change.encode() not in client.get(reverse("accounts:own")).content
    answer = client.get(change, follow=True)
    assert answer.status_code == 422
    assert "geen wachtwoord te wijzigen" in answer.content.decode()
