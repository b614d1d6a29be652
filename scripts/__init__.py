"""Programs for those who build and keep the product; nothing here runs inside the application."""
