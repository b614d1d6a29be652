"""PostgreSQL and Valkey for development, demo and tests, started as ordinary child processes from Python packages.

Nothing is installed on the machine, no TCP port is opened (unix sockets in a private folder), and nothing outlives the
process that started it. `DATABASE_URL` and `REDIS_URL` in the environment win over the embedded servers.
"""
