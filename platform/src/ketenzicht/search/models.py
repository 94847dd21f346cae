# SPDX-License-Identifier: EUPL-1.2
"""The words of sealed texts, as tokens only one organisation's searches can make."""

from __future__ import annotations

from django.db import models

from ketenzicht.core.classification import classified


@classified(internal="id kind object_id organisation value")
class SealedWord(models.Model):
    """A keyed token of one whole word of a sealed text, for the organisation that may read it.

    Who has the table sees which texts of one organisation share a word, and no word.
    """

    kind = models.CharField(max_length=24)
    object_id = models.UUIDField()
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    value = models.BinaryField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "kind", "value", "object_id"], name="one_token_per_word"
            ),
        )
        indexes = (models.Index(fields=["kind", "object_id"], name="search_words_of_a_thing"),)

    def __str__(self) -> str:
        return self.kind
