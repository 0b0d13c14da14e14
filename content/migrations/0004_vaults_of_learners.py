import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0002_index_of_large_vaults'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='vault',
            name='owner',
            field=models.ForeignKey(blank=True, help_text='Who uploaded it, and alone may read it; none for a folder of the settings.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='vaults', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vault',
            name='size',
            field=models.PositiveBigIntegerField(default=0, help_text='Bytes of all its files, if it was uploaded.'),
        ),
        migrations.AddField(
            model_name='vault',
            name='left_out',
            field=models.JSONField(blank=True, default=list, help_text='Paths in its upload that are no notes and no attachments.'),
        ),
    ]
