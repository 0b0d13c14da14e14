from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from content.search import sqlite


def set_buffer(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute(sqlite.SET_BUFFER)


class Migration(migrations.Migration):
    dependencies = [("content", "0005_search")]
    operations = [migrations.RunPython(set_buffer, migrations.RunPython.noop)]
