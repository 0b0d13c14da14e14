from django.apps import AppConfig
from django.db.models.signals import pre_delete


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content.models import Vault
        from content.search.index import forget_vault

        # An owner takes their vaults along, and no verb of this room sees it.
        pre_delete.connect(forget_vault, sender=Vault)
