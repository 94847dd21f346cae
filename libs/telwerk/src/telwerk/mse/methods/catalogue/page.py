# SPDX-License-Identifier: MIT
"""The table of methods as a page: ``python -m telwerk.mse.methods.catalogue.page``."""

from telwerk.mse.methods.declaration import Method, Option
from telwerk.mse.methods.registry import methods

HEAD = """# Methods

This page is made from the table of methods: `python -m telwerk.mse.methods.catalogue.page`. The
options are those of the command line; in Python they are keywords.
"""
# Families that share a page; any other method has a page of its own name.
SHARED = {
    **dict.fromkeys(("bic", "aic", "aicc", "independence", "model"), "loglinear"),
    **dict.fromkeys(("chao", "chapman", "heterogeneity"), "simple"),
}
TAIL = """## Around the number

What `--interval` means: [intervals](intervals.md).

## More than lists

These take people of whom more is known, and have commands of their own.

* `telwerk covariates FILE`: [lists and covariates](covariates.md), subgroups that add up; people
  of whom something is [unknown](incomplete.md) are kept.
* `telwerk series FILE`: [years that borrow strength](series.md).
* `telwerk robust FILE`: [two lists and what is known of people](robust.md).
"""


def page() -> str:
    """Write the page.

    Returns
    -------
    str
        Markdown.
    """
    return "\n".join([HEAD, *(_method(method) for method in methods().values()), TAIL])


def _method(method: Method) -> str:
    more = f" [More]({SHARED.get(method.name, method.name)}.md)."
    lists = f"{method.least_lists} to {method.most_lists} lists"
    lines = [
        f"## `{method.name}`: {method.title.en}\n",
        f"{method.summary.en}{more} Takes {lists}.\n",
    ]
    if method.options:
        lines += ["| option | default | what |", "|---|---|---|"]
        lines += [_option(option) for option in method.options]
        lines.append("")
    return "\n".join(lines)


def _option(option: Option) -> str:
    flag = f"`--{option.name.replace('_', '-')}`"
    choices = f" One of {', '.join(option.choices)}." if option.choices else ""
    limits = ""
    if option.least is not None and option.most is not None:
        limits = f" From {option.least:g} to {option.most:g}."
    default = "–" if option.default is None else f"{option.default}"
    return f"| {flag} | {default} | {option.help.en}{choices}{limits} |"


if __name__ == "__main__":
    print(page())
