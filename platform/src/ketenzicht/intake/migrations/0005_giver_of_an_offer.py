# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Whoever offers is the giver, of a report as of a case."""

    dependencies = [("intake", "0004_fingerprints_anew")]
    operations = [
        migrations.RemoveConstraint("forward", "a_forward_goes_to_somebody_else"),
        migrations.RenameField("forward", "sender", "giver"),
        migrations.AddConstraint(
            "forward",
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="a_forward_goes_to_somebody_else"
            ),
        ),
    ]
