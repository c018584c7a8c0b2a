-- The reason for which an order failed.
ALTER TABLE orders ADD COLUMN failure_code TEXT;
ALTER TABLE orders ADD COLUMN failure_reason TEXT;
-- In earlier versions, only the event of a failed payin had it.
UPDATE orders SET failure_code = told.code, failure_reason = told.reason
FROM (
    SELECT merchant_id, resource_id, json_extract(body, '$.data.failure.code') AS code,
        json_extract(body, '$.data.failure.reason') AS reason
    FROM events WHERE type = 'payin.failed'
) AS told
WHERE orders.id = told.resource_id AND orders.merchant_id = told.merchant_id AND orders.state = 'FAILED'
    AND told.code IS NOT NULL AND told.reason IS NOT NULL;

-- Orders are found by a user, and by currency and amount on either side.
CREATE INDEX orders_debiting_user ON orders (debit_user, merchant_id, seq);
CREATE INDEX orders_crediting_user ON orders (credit_user, merchant_id, seq);
CREATE INDEX orders_by_origin ON orders (merchant_id, origin_currency, origin_amount, seq);
CREATE INDEX orders_by_destination ON orders (merchant_id, destination_currency, destination_amount, seq);

-- The texts of an order by three letters in a row: id, reference and the texts of its parts, each in a line.
CREATE VIRTUAL TABLE order_texts USING fts5 (lines, tokenize = 'trigram', columnsize = 0);
INSERT INTO order_texts (rowid, lines)
    SELECT seq, id || char(10) || reference || (
        SELECT coalesce(group_concat(char(10) || value, ''), '') FROM json_tree(parts)
        WHERE type = 'text' AND key IS NOT 'kind')
    FROM orders;
CREATE TRIGGER order_texts_begin AFTER INSERT ON orders
BEGIN
    INSERT INTO order_texts (rowid, lines) SELECT new.seq, new.id || char(10) || new.reference || (
        SELECT coalesce(group_concat(char(10) || value, ''), '') FROM json_tree(new.parts)
        WHERE type = 'text' AND key IS NOT 'kind');
END;
CREATE TRIGGER order_texts_change AFTER UPDATE OF parts ON orders
BEGIN
    UPDATE order_texts SET lines = new.id || char(10) || new.reference || (
        SELECT coalesce(group_concat(char(10) || value, ''), '') FROM json_tree(new.parts)
        WHERE type = 'text' AND key IS NOT 'kind')
    WHERE rowid = new.seq;
END;
CREATE TRIGGER order_texts_end AFTER DELETE ON orders
BEGIN
    DELETE FROM order_texts WHERE rowid = old.seq;
END;
