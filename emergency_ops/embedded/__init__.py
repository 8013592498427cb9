"""What `./ops` runs: set-up, checks before the start, and a supervisor of PostgreSQL, Valkey, web, worker and beat.

Only the standard library is imported here: parts of it run before anything is installed.
"""
