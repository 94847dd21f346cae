# SPDX-License-Identifier: EUPL-1.2

import ketenzicht.vault.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_fences'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='register_handle',
            field=ketenzicht.vault.fields.SealedField(blank=True, null=True),
        ),
    ]
