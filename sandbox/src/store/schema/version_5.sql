-- An e-mail address belongs to one person of a merchant; the people of other merchants may use it, too.
-- The rows that refer to people are kept aside, since a table cannot be replaced while rows refer to it.
CREATE TEMP TABLE kept_links AS SELECT * FROM main.sign_in_links;
CREATE TEMP TABLE kept_sessions AS SELECT * FROM main.portal_sessions;
DELETE FROM sign_in_links;
DELETE FROM portal_sessions;
CREATE TABLE people_of_merchants (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    merchant_id INTEGER NOT NULL REFERENCES merchants (id),
    name TEXT NOT NULL,
    email TEXT,
    password TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (email, merchant_id)
) STRICT;
INSERT INTO people_of_merchants SELECT * FROM people;
DROP TABLE people;
ALTER TABLE people_of_merchants RENAME TO people;
INSERT INTO sign_in_links SELECT * FROM temp.kept_links;
INSERT INTO portal_sessions SELECT * FROM temp.kept_sessions;
DROP TABLE temp.kept_links;
DROP TABLE temp.kept_sessions;
