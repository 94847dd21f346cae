# SPDX-License-Identifier: EUPL-1.2
"""The question about a need stands in its offer alone."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_need_offers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='need',
            name='a_question_about_a_need_has_an_answer_by',
        ),
        migrations.RemoveField(
            model_name='need',
            name='answer_by',
        ),
        migrations.RemoveField(
            model_name='need',
            name='asked',
        ),
        migrations.RemoveField(
            model_name='need',
            name='asked_at',
        ),
    ]
