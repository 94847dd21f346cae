# SPDX-License-Identifier: EUPL-1.2
"""What stands around a page: the one value the base templates read, named `frame`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the top bar (the bottom bar on a phone)."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """One language this page exists in, under its own name."""

    code: str
    name: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """A telephone number and when to call it; `number` is shown, `dial` is called."""

    number: str
    dial: str
    when: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class PublicFrame:
    """Around a public page. Without `exit_url` there is no quick exit on the page.

    `exit_link_url` is our own address that drops the visit and leads there: the way out of a
    browser that runs no scripts.
    """

    home_url: str = "/"
    exit_url: str = "https://www.knmi.nl/nederland-nu/weer/verwachtingen"
    exit_link_url: str = ""
    exit_about_url: str = ""
    languages: tuple[Language, ...] = ()
    help_numbers: tuple[HelpNumber, ...] = ()
    links: tuple[Place, ...] = ()
    theme: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class StaffFrame:
    """Around a staff page. `places` holds My day first, then the two or three of the role."""

    home_url: str = "/"
    places: tuple[Place, ...] = ()
    search_url: str = ""
    search_text: str = ""
    organisation: str = ""
    role: str = ""
    account_url: str = ""
    help_url: str = ""
    sign_out_url: str = ""
    languages: tuple[Language, ...] = ()
    purpose: str = ""
    theme: str = ""
    demo: bool = False
    idle_minutes: int = 0
