"""Django's PostgreSQL backend, telling each transaction who works in it. Named by `config.env.database`."""
