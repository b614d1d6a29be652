"""Reports that are made and kept (RPT-41)."""
