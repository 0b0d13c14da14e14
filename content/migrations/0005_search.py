from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from content.search import postgresql, sqlite

STORES = {"sqlite": sqlite, "postgresql": postgresql}


def create_index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in STORES[editor.connection.vendor].CREATE:
        editor.execute(statement)
    # The next sync reads every note again, as if it had changed, and so takes it into the index.
    apps.get_model("content", "Note").objects.update(modified_ns=0, source_hash="")


def drop_index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in STORES[editor.connection.vendor].DROP:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("content", "0004_vaults_of_learners")]
    operations = [migrations.RunPython(create_index, drop_index)]
