import gc

from django.apps import AppConfig

# Requests and syncs make few cycles and many objects. Python's default looks for cycles every 700 objects,
# which takes a fifth of the time of an index of ten thousand notes.
OBJECTS_BETWEEN_COLLECTIONS = 20_000


class IamstudyConfig(AppConfig):
    name = "iamstudy"

    def ready(self) -> None:
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
