from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from content.obsidian.note import Heading

WORDS_PER_MINUTE = 200
UNLISTED = 1_000_000  # the position of notes that the index doesn't lead to


class VaultManager(models.Manager["Vault"]):
    def current(self) -> "Vault":
        """The folder of the settings: what the site shows to whoever chose no vault of their own."""
        root = str(settings.VAULT_ROOT)
        # Every request asks this; composing the query anew each time takes three times as long as running it.
        for vault in self.raw(f"SELECT * FROM {self.model._meta.db_table} WHERE root = %s", [root]):  # noqa: S608 - our own table
            return vault
        shipped = Path(root) == settings.SHIPPED_VAULT
        name = "IAM notes" if shipped else Path(root).name
        slug = slugify(name)[:200] or "vault"
        vault, _ = self.get_or_create(root=root, defaults={"name": name[:200], "slug": slug})
        return vault


class Vault(models.Model):
    """A folder of notes. Slugs, facts and cards belong to one, so another folder retires nothing."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200)
    root = models.CharField(max_length=1000, unique=True, help_text="Folder on this machine.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="vaults",
        help_text="Who uploaded it, and alone may read it; none for a folder of the settings.",
    )
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes of all its files, if it was uploaded.")
    left_out = models.JSONField(
        default=list, blank=True, help_text="Paths in its upload that are no notes and no attachments."
    )
    names_key = models.CharField(
        max_length=64, blank=True, help_text="Hash of all that links can point to, but for places in notes."
    )
    state_key = models.CharField(max_length=32, blank=True, help_text="Another one after each change.")
    files = models.JSONField(default=list, help_text="Paths of all files that are not notes.")
    problems = models.JSONField(default=list, help_text="What could not be read: {path, message, remedy}.")
    synced_at = models.DateTimeField(null=True)

    objects = VaultManager()

    def __str__(self) -> str:
        return self.name

    def mark_changed(self) -> None:
        """Whatever was kept of the vault as it was is made anew, once this is saved."""
        self.state_key = uuid4().hex


class Note(models.Model):
    """One Markdown file of a vault, with what a scan found in it and the page once it was rendered."""

    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="notes")
    path = models.CharField(max_length=1000, help_text="Path in the vault, with `.md`.")
    slug = models.CharField(max_length=1000)
    title = models.CharField(max_length=500)
    source = models.TextField()
    source_hash = models.CharField(max_length=64)
    modified_ns = models.BigIntegerField(
        default=0, help_text="When the file was written; 0 while it may be written again at that very time."
    )
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes of the file.")
    headings = models.JSONField(default=list, help_text="[{text, level, anchor, line}]")
    block_ids = models.JSONField(default=list)
    tags = models.JSONField(default=list, help_text="Without their hash.")
    aliases = models.JSONField(default=list)
    problems = models.JSONField(default=list, help_text="[{line, message, remedy}]")
    words = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(
        default=UNLISTED, help_text="Order in which the index note leads through them; the others follow."
    )
    html = models.TextField(blank=True)
    html_key = models.CharField(
        max_length=200, blank=True, help_text="The renderer and source of the stored page; empty for none."
    )

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["vault", "path"], name="note_path_once_in_vault"),
            models.UniqueConstraint(fields=["vault", "slug"], name="note_slug_once_in_vault"),
        ]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return reverse("content:read_note", args=[self.slug])

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".md")

    @property
    def places(self) -> list[Heading]:
        """The headings as the reader knows them."""
        return [Heading(one["text"], one["level"], one["anchor"]) for one in self.headings]

    @property
    def contents(self) -> list[dict[str, object]]:
        """The headings of the two upper levels, each with `is_below` for the lower one."""
        top = min((heading["level"] for heading in self.headings), default=1)
        return [
            heading | {"is_below": heading["level"] > top}
            for heading in self.headings
            if heading["level"] <= top + 1
        ]

    @property
    def minutes(self) -> int:
        """Time to read it, at least one minute."""
        return max(1, round(self.words / WORDS_PER_MINUTE))


class Link(models.Model):
    """A link from a note, with the sentence it stands in; `target` and `file` are empty where nothing has that name."""

    source = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Note, on_delete=models.SET_NULL, null=True, related_name="backlinks")
    file = models.CharField(max_length=1000, blank=True, help_text="Path of the file it leads to, if to one.")
    name = models.CharField(
        max_length=1000,
        blank=True,
        db_index=True,
        help_text="Last part of the target, as names are compared.",
    )
    written = models.CharField(max_length=1000, help_text="The target as the note writes it.")
    fragment = models.CharField(max_length=1000, blank=True)
    shown = models.CharField(max_length=1000, blank=True)
    sentence = models.TextField(blank=True)
    heading = models.CharField(max_length=1000, blank=True)
    anchor = models.CharField(max_length=1000, blank=True, help_text="Id of that heading on the page.")
    is_embed = models.BooleanField(default=False)
    position = models.PositiveIntegerField(help_text="Order in the source note.")

    class Meta:
        ordering = ["source", "position"]

    def __str__(self) -> str:
        return f"{self.source} -> {self.written}"
