"""Files are replaced whole, or not at all, whenever the program is killed."""

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from csmkit.storage import atomic

OLD = b"old: " + b"o" * 200_000
NEW = b"new: " + b"n" * 300_000


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def disk_with_room_for(size: int) -> Callable[[int, memoryview], int]:
    """What stands in for os.write on a disk that is nearly full."""
    write, room = os.write, iter([size])

    def written(handle: int, data: memoryview) -> int:
        for left in room:
            return write(handle, data[:left])
        raise OSError(errno.ENOSPC, "No space left on device")

    return written


def test_a_new_file_is_private_unless_said_otherwise(tmp_path: Path) -> None:
    atomic.replace(tmp_path / "a.yaml", b"a: 1\n")
    atomic.replace(tmp_path / "b.md", b"# b\n", mode=0o644)
    assert (tmp_path / "a.yaml").read_bytes() == b"a: 1\n"
    assert (mode_of(tmp_path / "a.yaml"), mode_of(tmp_path / "b.md")) == (0o600, 0o644)
    assert names_in(tmp_path) == ["a.yaml", "b.md"]


def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(OLD)
    path.chmod(0o640)
    atomic.replace(path, NEW)
    assert (path.read_bytes(), mode_of(path)) == (NEW, 0o640)


def test_behind_a_link_the_file_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far/a.yaml").write_bytes(OLD)
    (tmp_path / "a.yaml").symlink_to("far/a.yaml")
    atomic.replace(tmp_path / "a.yaml", NEW)
    assert (tmp_path / "a.yaml").is_symlink()
    assert (tmp_path / "far/a.yaml").read_bytes() == NEW
    assert names_in(tmp_path / "far") == ["a.yaml"]


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(OLD)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", disk_with_room_for(9))
        with pytest.raises(OSError, match="No space left"):
            atomic.replace(path, NEW)
    assert (path.read_bytes(), names_in(tmp_path)) == (OLD, ["a.yaml"])


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="directory"):
        atomic.replace(tmp_path / "a", NEW)
    assert names_in(tmp_path) == ["a"]


# --- several files as one -------------------------------------------------------------------------


def test_several_files_are_replaced_and_no_note_is_left(tmp_path: Path) -> None:
    pending = tmp_path / ".csmkit/pending/x.json"
    files = {tmp_path / "a.yaml": OLD, tmp_path / "b.yaml": NEW}
    atomic.replace_all(files, pending, tmp_path)
    assert {path: path.read_bytes() for path in files} == files
    assert not pending.exists()
    assert mode_of(pending.parent) == mode_of(pending.parent.parent) == 0o700


@pytest.mark.parametrize("already_replaced", [0, 1, 2])
def test_an_interrupted_write_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, already_replaced: int
) -> None:
    pending = tmp_path / ".csmkit/x.json"
    files = {tmp_path / "a.yaml": b"a: 2\n", tmp_path / "b.yaml": b"b: \xff\n"}
    (tmp_path / "a.yaml").write_bytes(b"a: 1\n")
    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_put_all", die)
        with pytest.raises(KeyboardInterrupt):
            atomic.replace_all(files, pending, tmp_path)
    for path, data in list(files.items())[:already_replaced]:
        atomic.replace(path, data)
    for _ in range(2):
        atomic.finish(pending, tmp_path)
        assert {path: path.read_bytes() for path in files} == files
        assert not pending.exists()


def die(*_: object) -> None:
    raise KeyboardInterrupt


def test_there_may_be_nothing_to_finish(tmp_path: Path) -> None:
    pending = tmp_path / "x.json"
    atomic.finish(pending, tmp_path)
    note = json.dumps({"files": {"a.yaml": "YTogMQo="}})
    for torn in ("", note[:-1], note[:20], "[]", "null", '{"files": 1}', '{"files": {"a.yaml": "!"}}'):
        pending.write_text(torn)
        atomic.finish(pending, tmp_path)
        assert not (tmp_path / "a.yaml").exists()


def test_a_note_that_was_never_put_in_its_place_is_not_followed(tmp_path: Path) -> None:
    unfinished = tmp_path / ".csmkit-0123456789abcdef.tmp"
    unfinished.write_text(json.dumps({"files": {"a.yaml": "YTogMQo="}}))
    atomic.finish(unfinished, tmp_path)
    assert names_in(tmp_path) == [unfinished.name]


def test_no_file_outside_the_workspace_is_written(tmp_path: Path) -> None:
    root, outside = tmp_path / "book", tmp_path / "outside.yaml"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    pending = root / "x.json"
    for path in (outside, root / "../outside.yaml", root / "link/outside.yaml"):
        with pytest.raises(atomic.OutsideWorkspace):
            atomic.replace_all({root / "a.yaml": b"", path: b""}, pending, root)
    for name in (str(outside), "../outside.yaml", "link/outside.yaml"):
        pending.write_text(json.dumps({"files": {"a.yaml": "", name: ""}}))
        with pytest.raises(atomic.OutsideWorkspace):
            atomic.finish(pending, root)
    assert not outside.exists()
    assert not (root / "a.yaml").exists()


# --- lines ----------------------------------------------------------------------------------------


def test_lines_are_added_to_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "own/journals/x.jsonl"
    atomic.append_line(path, "one")
    atomic.append_line(path, "zwei ☂")
    assert path.read_text(encoding="utf-8") == "one\nzwei ☂\n"
    assert (mode_of(path), mode_of(path.parent), mode_of(path.parent.parent)) == (0o600, 0o700, 0o700)


def test_a_line_does_not_join_one_that_was_torn(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"one\ntw")
    atomic.append_line(path, "three")
    assert path.read_bytes() == b"one\ntw\nthree\n"


def test_a_line_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one line"):
        atomic.append_line(tmp_path / "x.jsonl", "one\ntwo")
    assert names_in(tmp_path) == []


def test_a_line_that_does_not_fit_on_the_disk_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.jsonl"
    atomic.append_line(path, "one")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", disk_with_room_for(2))
        with pytest.raises(OSError, match="No space left"):
            atomic.append_line(path, "two")
    assert path.read_bytes() == b"one\n"


# --- killed at any moment -------------------------------------------------------------------------

REPLACER = """
import sys
from pathlib import Path
from csmkit.storage import atomic
path, old, new = Path(sys.argv[1]), b"old: " + b"o" * 200_000, b"new: " + b"n" * 300_000
print("ready", flush=True)
while True:
    atomic.replace(path, new)
    atomic.replace(path, old)
"""

PAIR_REPLACER = """
import sys
from pathlib import Path
from csmkit.storage import atomic
root = Path(sys.argv[1])
print("ready", flush=True)
for n in range(10**9):
    data = b"%d" % n * 5_000
    atomic.replace_all({root / "a.yaml": data, root / "b.yaml": data}, root / "own/x.json", root)
"""

APPENDER = """
import sys
from pathlib import Path
from csmkit.storage import atomic
for n in range(10**9):
    atomic.append_line(Path(sys.argv[1]), f"{n} " + "x" * 5_000)
    print(n, flush=True)
"""


def killed(program: str, argument: Path, seconds: float) -> str:
    """What a program had printed when it was killed, some time after its first words."""
    command = [sys.executable, "-c", program, str(argument)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return first + process.stdout.read()


def check_replace(tmp_path: Path, kills: int) -> None:
    path = tmp_path / "account.yaml"
    path.write_bytes(OLD)
    moments = random.Random(7)
    for _ in range(kills):
        killed(REPLACER, path, moments.uniform(0, 0.02))
        assert path.read_bytes() in (OLD, NEW)


def check_pair(tmp_path: Path, kills: int) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    moments = random.Random(8)
    for _ in range(kills):
        killed(PAIR_REPLACER, tmp_path, moments.uniform(0, 0.02))
        atomic.finish(tmp_path / "own/x.json", tmp_path)
        assert first.exists() == second.exists()
        assert not first.exists() or first.read_bytes() == second.read_bytes()


def check_append(tmp_path: Path, kills: int) -> None:
    moments = random.Random(9)
    for number in range(kills):
        path = tmp_path / f"{number}.jsonl"
        said = killed(APPENDER, path, moments.uniform(0, 0.01)).split("\n")
        whole = path.read_text(encoding="utf-8").split("\n")[:-1]
        confirmed = len(said) - 1
        assert [line.split()[0] for line in whole[:confirmed]] == said[:confirmed]


@pytest.mark.parametrize("check", [check_replace, check_pair, check_append])
def test_a_few_kills_break_nothing(tmp_path: Path, check: object) -> None:
    assert callable(check)
    check(tmp_path, 5)


@pytest.mark.faults
@pytest.mark.parametrize("check", [check_replace, check_pair, check_append])
def test_fifty_kills_break_nothing(tmp_path: Path, check: object) -> None:
    assert callable(check)
    check(tmp_path, 50)
