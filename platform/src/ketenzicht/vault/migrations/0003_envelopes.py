# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    """The words of the field: envelopes and wrapped keys. Rows stay as they are."""

    dependencies = [("accounts", "0001_initial"), ("vault", "0002_walls")]
    operations = [
        migrations.RemoveConstraint("sealedkey", "one_sealed_key_per_safe_and_organisation"),
        migrations.RenameModel("Safe", "Envelope"),
        migrations.RenameModel("SealedKey", "WrappedKey"),
        migrations.RenameField("wrappedkey", "safe", "envelope"),
        migrations.RenameField("codekey", "safe", "envelope"),
        migrations.RenameField("tombstone", "safe_id", "envelope_id"),
        migrations.AddConstraint(
            "wrappedkey",
            models.UniqueConstraint(
                fields=["envelope", "organisation"],
                name="one_wrapped_key_per_envelope_and_organisation",
            ),
        ),
    ]
