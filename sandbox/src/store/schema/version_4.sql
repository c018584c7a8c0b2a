-- The last time at which the database was changed, and if a process has it open.
CREATE TABLE process_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    latest INTEGER NOT NULL,
    is_open INTEGER NOT NULL
) STRICT;
-- Earlier versions did not record how they ended.
INSERT INTO process_state (id, latest, is_open) SELECT 1, max(
    coalesce((SELECT max(created_at) FROM merchants), 0),
    coalesce((SELECT max(o.updated_at - m.clock_offset)
        FROM orders o JOIN merchants m ON m.id = o.merchant_id), 0),
    coalesce((SELECT max(a.finished_at - m.clock_offset) FROM attempts a
        JOIN deliveries d ON d.seq = a.delivery_seq JOIN merchants m ON m.id = d.merchant_id), 0)
), 1;

-- The time on the merchant's clock at which the delivery succeeded or failed.
ALTER TABLE deliveries ADD COLUMN ended_at INTEGER;
UPDATE deliveries SET ended_at = coalesce(
    (SELECT max(finished_at) FROM attempts WHERE delivery_seq = seq), created_at)
    WHERE state <> 'PENDING';
CREATE INDEX deliveries_ended ON deliveries (merchant_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX deliveries_of_event ON deliveries (event_id);
