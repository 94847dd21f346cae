# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    """Own names whose search words are still to be made; a sweep makes them, with their keys."""

    dependencies = [("cases", "0009_told_to_the_register")]
    operations = [
        migrations.AddField(
            "label", "indexed", models.BooleanField(db_default=False, default=False)
        ),
    ]
