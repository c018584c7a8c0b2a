CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE merchants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    api_code TEXT NOT NULL UNIQUE,
    -- The owner of the merchant's own accounts; it has no row in users.
    user_id TEXT NOT NULL UNIQUE,
    clock_offset INTEGER NOT NULL DEFAULT 0,
    hold_payouts INTEGER NOT NULL DEFAULT 0,
    webhook_secret TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    label TEXT,
    hash BLOB NOT NULL,
    hint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_of_merchant ON api_keys (merchant_id);

-- The people who sign in to the Portal; without a password, by a link only.
CREATE TABLE people (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    name TEXT NOT NULL,
    email TEXT UNIQUE,
    password TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_in_links (
    hash BLOB PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE portal_sessions (
    hash BLOB PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fx_rates (
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    pair TEXT NOT NULL,
    rate TEXT NOT NULL,
    PRIMARY KEY (merchant_id, pair)
) STRICT;

-- Percentages in ten-thousandths; a type of order without a row is free.
CREATE TABLE tariffs (
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    order_type TEXT NOT NULL,
    system_percent INTEGER NOT NULL,
    system_fixed INTEGER NOT NULL,
    merchant_percent INTEGER NOT NULL,
    merchant_fixed INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, order_type)
) STRICT;

CREATE TABLE endpoints (
    merchant_id INTEGER PRIMARY KEY REFERENCES merchants (id),
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    profile TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Id, name and e-mail address in small letters.
    search_text TEXT NOT NULL
) STRICT;
CREATE INDEX users_found ON users (merchant_id, kind, seq, level, search_text);

CREATE TABLE kyc_sessions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    -- The company, where there is a related party.
    user_id TEXT NOT NULL REFERENCES users (id),
    related_party_id TEXT REFERENCES related_parties (id),
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX kyc_sessions_of_user ON kyc_sessions (user_id, seq);
CREATE INDEX kyc_sessions_of_related_party ON kyc_sessions (related_party_id, seq)
    WHERE related_party_id IS NOT NULL;
CREATE INDEX kyc_sessions_urgent ON kyc_sessions
    (merchant_id, (state IN ('NOT_STARTED', 'REVIEW')) DESC, seq DESC, state);
CREATE INDEX kyc_sessions_open ON kyc_sessions (merchant_id, expires_at)
    WHERE state IN ('NOT_STARTED', 'REVIEW');

CREATE TABLE kyc_checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL REFERENCES kyc_sessions (id),
    type TEXT NOT NULL,
    reasons TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX kyc_checks_of_session ON kyc_checks (session_id);

CREATE TABLE accounts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    -- Of users, or of merchants where there is a purpose.
    user_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    label TEXT NOT NULL,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    pending_in INTEGER NOT NULL CHECK (pending_in >= 0),
    pending_out INTEGER NOT NULL CHECK (pending_out BETWEEN 0 AND balance),
    created_at INTEGER NOT NULL,
    purpose TEXT
) STRICT;
CREATE INDEX accounts_of_user ON accounts (user_id, seq);
CREATE INDEX accounts_of_merchant ON accounts (merchant_id, seq) WHERE purpose IS NOT NULL;
CREATE INDEX accounts_in_order ON accounts (merchant_id, seq);

CREATE TABLE orders (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    origin_currency TEXT NOT NULL,
    origin_amount INTEGER NOT NULL,
    destination_currency TEXT NOT NULL,
    destination_amount INTEGER NOT NULL,
    fee_currency TEXT NOT NULL,
    fee_system INTEGER NOT NULL,
    fee_merchant INTEGER NOT NULL,
    fx_pair TEXT,
    fx_rate TEXT,
    fx_at INTEGER,
    reference TEXT NOT NULL,
    debit_account TEXT,
    debit_user TEXT,
    credit_account TEXT,
    credit_user TEXT,
    parts TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    otp_expires_at INTEGER,
    otp_failures INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX orders_of_merchant ON orders (merchant_id, seq);
CREATE INDEX orders_in_state ON orders (merchant_id, state, seq);
CREATE INDEX orders_of_type ON orders (merchant_id, type, seq);
CREATE INDEX orders_by_day ON orders (merchant_id, created_at / 86400000, state);
CREATE INDEX orders_debiting ON orders (debit_account, merchant_id, seq);
CREATE INDEX orders_crediting ON orders (credit_account, merchant_id, seq);

CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    order_id TEXT NOT NULL REFERENCES orders (id),
    amount INTEGER NOT NULL,
    running_balance INTEGER NOT NULL CHECK (running_balance >= 0),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_of_account ON ledger (account_id, merchant_id, seq);
CREATE INDEX ledger_of_order ON ledger (order_id, merchant_id, seq);
CREATE TRIGGER ledger_never_changes BEFORE UPDATE ON ledger
BEGIN SELECT RAISE (ABORT, 'the ledger is immutable'); END;
CREATE TRIGGER ledger_never_forgets BEFORE DELETE ON ledger
BEGIN SELECT RAISE (ABORT, 'the ledger is immutable'); END;

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    type TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    event_id TEXT NOT NULL REFERENCES events (id),
    event_type TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL,
    next_attempt_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_of_merchant ON deliveries (merchant_id, seq);
CREATE INDEX deliveries_of_resource ON deliveries (resource_id, merchant_id, seq);
CREATE INDEX deliveries_failed ON deliveries (merchant_id) WHERE state = 'FAILED';
CREATE INDEX deliveries_pending ON deliveries (merchant_id) WHERE state = 'PENDING';
CREATE INDEX deliveries_retrying ON deliveries (merchant_id)
    WHERE state = 'PENDING' AND next_attempt_at > created_at;

CREATE TABLE attempts (
    delivery_seq INTEGER NOT NULL REFERENCES deliveries (seq),
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    status INTEGER,
    error TEXT,
    signature TEXT NOT NULL,
    -- The first bytes of the answer's body.
    response_body TEXT,
    PRIMARY KEY (delivery_seq, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE vibans (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    payin_method TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    rail TEXT NOT NULL,
    state TEXT NOT NULL,
    account_number TEXT,
    routing TEXT,
    rejection_reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX vibans_of_account ON vibans (account_id, seq);
CREATE INDEX vibans_of_merchant ON vibans (merchant_id, seq);
CREATE INDEX vibans_in_state ON vibans (merchant_id, state, seq);
CREATE UNIQUE INDEX vibans_by_number ON vibans (rail, account_number);

CREATE TABLE crypto_addresses (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    currency TEXT NOT NULL,
    network TEXT NOT NULL,
    address TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX crypto_addresses_of_account ON crypto_addresses (account_id, seq);
CREATE TABLE idempotency_keys (
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, key)
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (merchant_id, created_at);

CREATE TABLE rate_limits (
    merchant_id INTEGER PRIMARY KEY REFERENCES merchants (id),
    requests INTEGER NOT NULL,
    per_seconds INTEGER NOT NULL
) STRICT;

-- The pages on which payers pay card payins; a page is found by the hash of the token in its address.
CREATE TABLE payment_pages (
    token_hash BLOB PRIMARY KEY,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    order_id TEXT NOT NULL UNIQUE REFERENCES orders (id),
    url_success TEXT NOT NULL,
    url_failed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE kyb_sessions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    -- The number of the user's row.
    kyb_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    info_request TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX kyb_sessions_of_user ON kyb_sessions (user_id, seq);
CREATE INDEX kyb_sessions_of_merchant ON kyb_sessions (merchant_id, seq);
CREATE INDEX kyb_sessions_urgent ON kyb_sessions
    (merchant_id, (state = 'IN_REVIEW') DESC, seq DESC, state);

CREATE TABLE kyb_documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    session_id TEXT NOT NULL REFERENCES kyb_sessions (id),
    category TEXT NOT NULL,
    type TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    is_submitted INTEGER NOT NULL DEFAULT 0,
    review_state TEXT NOT NULL,
    rejection_reason TEXT,
    reviewed_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX kyb_documents_of_session ON kyb_documents (session_id, seq);

-- A table of its own, so that reading and reviewing documents does not move their content.
CREATE TABLE kyb_contents (
    document_id TEXT PRIMARY KEY REFERENCES kyb_documents (id) ON DELETE CASCADE,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE related_parties (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    kyb_session_id TEXT NOT NULL REFERENCES kyb_sessions (id),
    profile TEXT NOT NULL
) STRICT;
CREATE INDEX related_parties_of_session ON related_parties (kyb_session_id, seq);
