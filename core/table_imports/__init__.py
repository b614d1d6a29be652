"""Files of master data brought in one way (GEN-16): an app registers a target, the rest is here.

    class Parts:
        code, label, back = "parts", _("Parts"), "parts_sales:part_list"
        columns = (Column("number", _("Part number"), ("件号", "partno"), is_needed=True), …)
        def can(self, actor): …
        def check(self, rows, *, actor): one Verdict for each row
        def apply(self, rows, *, actor, at): writes the rows, all good

    targets.register(Parts())            # in the app's `ready`

A target checks all rows with few statements; `check` writes nothing. The page recognises columns by their headings,
shows what each row would do and why a row cannot, and writes when all rows are good or the bad ones are left out.
"""
