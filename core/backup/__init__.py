"""Back-up and restore: one file with the database, the files on documents and what it takes to read them (QLT-32).

`archive` is the file, `database` PostgreSQL's own programs, `contents` what an installation holds, `making` and
`restoring` the two commands. What is in a back-up and what is not: docs/architecture/backup.md.
"""
