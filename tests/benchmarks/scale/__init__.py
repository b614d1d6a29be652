"""A company with years of documents, as large as is asked for: what the benchmarks of scale are run on."""
