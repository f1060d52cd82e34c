"""One instant of database, files, rulebooks and checkpoints, and the way back from it.

A backup is a folder: `manifest.json`, the database, `files.list` with one line per stored file,
the files, the checkpoints and the rulebooks. The manifest is written last and holds the digest of
every part; the folder gets its name when it is whole.
"""
