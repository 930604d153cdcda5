"""Files on disk: guarded reading, edits in place, atomic writes, and the workspace over them all."""
