# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("register", "0002_decisions")]
    operations = [
        migrations.AlterField(
            "entry",
            "own",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
            ),
        ),
        migrations.AlterField("entry", "registered_year", models.PositiveSmallIntegerField()),
        migrations.AlterField("entry", "registered_month", models.PositiveSmallIntegerField()),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(
                condition=Q(registered_year__gt=F("year"))
                | Q(registered_year=F("year"), registered_month__gte=F("month")),
                name="nobody_is_registered_before_the_first_signal",
            ),
        ),
        migrations.DeleteModel("Merge"),
        migrations.DeleteModel("Apart"),
    ]
