"""Obsidian Markdown, from a file's text to a `Note`: pure Python, no Django."""
