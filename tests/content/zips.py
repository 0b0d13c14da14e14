"""Zips for the tests of uploads, honest and not."""

from collections.abc import Mapping
from io import BytesIO
from stat import S_IFLNK
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def make_zip(files: Mapping[str, str | bytes], **fields: int) -> BytesIO:
    """A zip of these files; `fields` are set on every entry, such as `external_attr`."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, text in files.items():
            info = ZipInfo(path)
            info.compress_type = ZIP_DEFLATED
            for name, value in fields.items():
                setattr(info, name, value)
            archive.writestr(info, text)
    packed.seek(0)
    packed.name = "My vault.zip"
    return packed


def make_link(path: str, target: str) -> BytesIO:
    return make_zip({"A.md": "one", path: target}, external_attr=(S_IFLNK | 0o777) << 16)


def rename_bytes(packed: BytesIO, before: bytes, after: bytes) -> BytesIO:
    """The same zip with a name that no library would write; both must have as many bytes."""
    assert len(before) == len(after)
    changed = BytesIO(packed.getvalue().replace(before, after))
    changed.name = "My vault.zip"
    return changed


def clear_flag(packed: BytesIO, flag: int) -> BytesIO:
    """The same zip, a flag taken from each of its records."""
    data = bytearray(packed.getvalue())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            flags = int.from_bytes(data[at + offset : at + offset + 2], "little") & ~flag
            data[at + offset : at + offset + 2] = flags.to_bytes(2, "little")
            at = data.find(mark, at + 4)
    changed = BytesIO(bytes(data))
    changed.name = "My vault.zip"
    return changed
