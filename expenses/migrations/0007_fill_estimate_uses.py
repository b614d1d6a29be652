from django.db import migrations


class Migration(migrations.Migration):
    """What lines took so far, each of one estimate."""

    dependencies = [
        ("expenses", "0006_estimate_uses"),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
                INSERT INTO expenses_estimateuse (claim_line_id, request_line_id, amount)
                SELECT id, request_line_id, from_request FROM expenses_claimline
                 WHERE from_request > 0 AND request_line_id IS NOT NULL
            """,
            reverse_sql="DELETE FROM expenses_estimateuse",
        ),
    ]
