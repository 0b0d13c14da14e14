from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        from content import slots
        from content.signals import vault_synced
        from quizzes import furniture, refreshing

        vault_synced.connect(refreshing.refresh_facts_of_vault, dispatch_uid="quizzes.refresh_facts")
        slots.register("heading", furniture.heading_place)
        slots.register("self-test", furniture.self_test_place)
