"""What the database itself keeps true of versions and reviews (CUS-10, CUS-20)."""

from __future__ import annotations

import pgtrigger


def _whole(agreement: str) -> str:
    """The body that refuses a signed agreement whose signed versions leave a day out or lie outside it. Overlaps are
    refused by the exclusion constraint, so adding up the days is enough. The agreement's row is locked before it is
    read: of two transactions that change versions at once, the later one sees what the earlier one committed.
    """
    return f"""
        PERFORM 1 FROM agreements_agreement WHERE id = {agreement} FOR NO KEY UPDATE;
        SELECT a.number, a.start_date, a.end_date, min(v.start_date) AS first, max(v.end_date) AS last,
               sum(v.end_date - v.start_date + 1) AS days
          INTO here
          FROM agreements_agreement a
          LEFT JOIN agreements_agreementversion v ON v.agreement_id = a.id AND v.signed_on IS NOT NULL
         WHERE a.id = {agreement} AND a.state = 'SIGNED'
         GROUP BY a.id;
        IF FOUND AND (here.days IS DISTINCT FROM here.end_date - here.start_date + 1
                      OR here.first IS DISTINCT FROM here.start_date OR here.last IS DISTINCT FROM here.end_date)
        THEN
            RAISE EXCEPTION 'agreements: versions of % leave a gap between its first and last day', here.number
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 - a column of a trigger's row, never input


def _deferred(name: str, agreement: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("here", "RECORD")],
        func=_whole(agreement),
    )


AGREEMENT_WHOLE = _deferred("whole", "NEW.id", pgtrigger.Insert | pgtrigger.Update)
VERSIONS_WHOLE = _deferred("whole", "NEW.agreement_id", pgtrigger.Insert | pgtrigger.Update)
VERSIONS_KEPT = pgtrigger.Trigger(
    name="whole_after_delete",
    operation=pgtrigger.Delete,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    declare=[("here", "RECORD")],
    func=_whole("OLD.agreement_id"),
)

SIGNED_STAYS = pgtrigger.Trigger(
    name="signed_stays",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF OLD.signed_on IS NOT NULL
           AND (to_jsonb(NEW) - 'end_date') IS DISTINCT FROM (to_jsonb(OLD) - 'end_date') THEN
            RAISE EXCEPTION 'agreements: a signed version is not changed, only ended'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
LINES_STAY = pgtrigger.Trigger(
    name="signed_stays",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    func="""
        -- Waits for a signing that is on its way, so that it is seen below.
        PERFORM 1 FROM agreements_agreementversion
          WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END FOR SHARE;
        IF EXISTS (SELECT 1 FROM agreements_agreementversion
                    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END
                      AND signed_on IS NOT NULL) THEN
            RAISE EXCEPTION 'agreements: lines of a signed version are not changed'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)

CONCLUDED_WHOLE = pgtrigger.Trigger(
    name="concluded_whole",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    func="""
        IF NEW.state IN ('SIGN', 'DECLINE')
           AND (NOT EXISTS (SELECT 1 FROM agreements_reviewanswer WHERE review_id = NEW.id)
                OR EXISTS (SELECT 1 FROM agreements_reviewanswer WHERE review_id = NEW.id AND answer = '')) THEN
            RAISE EXCEPTION 'agreements: review % is concluded before every answer is there', NEW.number
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'SIGN' AND NEW.overruled_at IS NULL
           AND EXISTS (SELECT 1 FROM agreements_reviewanswer
                        WHERE review_id = NEW.id AND part = 'FINANCE' AND answer = 'NO') THEN
            RAISE EXCEPTION 'agreements: review % goes over the no of finance', NEW.number
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)
ANSWERS_STAY = pgtrigger.Trigger(
    name="concluded_stays",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    func="""
        -- Waits for a conclusion that is on its way, so that it is seen below; a conclusion waits for this row.
        PERFORM 1 FROM agreements_agreementreview
          WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END FOR SHARE;
        IF EXISTS (SELECT 1 FROM agreements_agreementreview
                    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END
                      AND state IN ('SIGN', 'DECLINE')) THEN
            RAISE EXCEPTION 'agreements: answers of a concluded review are not changed'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)
