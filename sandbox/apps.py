from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "sandbox"

    def ready(self) -> None:
        from content import slots
        from sandbox.furniture import open_policy_link, term_link

        slots.register("policy", open_policy_link)
        slots.register("term", term_link)
