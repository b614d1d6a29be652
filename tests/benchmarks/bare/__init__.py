"""The floor of calls over HTTP: Django alone with one view that writes one row, served as the application is (QLT-03b)."""

TABLE = "CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, title text, amount numeric(18, 2), body jsonb)"
