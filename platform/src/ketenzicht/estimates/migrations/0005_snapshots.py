# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    """Words of the field: a snapshot is taken, a worker gives a heartbeat."""

    dependencies = [("estimates", "0004_characteristics")]
    operations = [
        migrations.RemoveConstraint("frozeninput", "an_input_is_frozen_once"),
        migrations.RenameModel("FrozenInput", "Snapshot"),
        migrations.RenameField("snapshot", "frozen_at", "taken_at"),
        migrations.AlterModelOptions("snapshot", {"ordering": ("-taken_at",)}),
        migrations.AddConstraint(
            "snapshot",
            models.UniqueConstraint(
                fields=["organisation", "digest", "title"], name="a_snapshot_is_taken_once"
            ),
        ),
        migrations.RenameField("run", "beat_at", "heartbeat_at"),
        migrations.RenameField("examination", "beat_at", "heartbeat_at"),
    ]
