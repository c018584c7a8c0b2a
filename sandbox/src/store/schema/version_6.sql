-- A merchant is deleted with all of its rows: each table finds them, and what refers to them, by an index.
CREATE INDEX people_of_merchant ON people (merchant_id);
CREATE INDEX sign_in_links_of_person ON sign_in_links (person_id);
CREATE INDEX portal_sessions_of_person ON portal_sessions (person_id);
CREATE INDEX ledger_of_merchant ON ledger (merchant_id, seq);
CREATE INDEX events_of_merchant ON events (merchant_id);
CREATE INDEX payment_pages_of_merchant ON payment_pages (merchant_id);
CREATE INDEX crypto_addresses_of_merchant ON crypto_addresses (merchant_id);
CREATE INDEX kyb_documents_of_merchant ON kyb_documents (merchant_id);
CREATE INDEX related_parties_of_merchant ON related_parties (merchant_id);

-- The merchants whose ledgers may be deleted; a row stays only within the transaction that deletes the merchant.
CREATE TABLE merchants_being_deleted (
    id INTEGER PRIMARY KEY
) STRICT;
DROP TRIGGER ledger_never_forgets;
CREATE TRIGGER ledger_never_forgets BEFORE DELETE ON ledger
WHEN OLD.merchant_id NOT IN (SELECT id FROM merchants_being_deleted)
BEGIN SELECT RAISE (ABORT, 'the ledger is immutable'); END;
