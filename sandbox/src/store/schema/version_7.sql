-- The reason for which an order failed; earlier versions kept it in the event of a payin only.
ALTER TABLE orders ADD COLUMN failure_code TEXT;
ALTER TABLE orders ADD COLUMN failure_reason TEXT;
UPDATE orders SET
    failure_code = json_extract(e.body, '$.data.failure.code'),
    failure_reason = json_extract(e.body, '$.data.failure.reason')
FROM events e
WHERE e.type = 'payin.failed' AND e.resource_id = orders.id AND orders.state = 'FAILED';
