-- Times are milliseconds since 1970 UTC. States: 0 waiting, 1 delivered, 2 dead, 3 discarded.

-- Sources, vendors, labels and destinations, so that the many rows carry small numbers.
CREATE TABLE name (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- What arrived, in the order it was accepted. Everything that lists webhooks reads this; bodies lie apart to keep it narrow.
CREATE TABLE webhook (
  seq         INTEGER PRIMARY KEY,
  receipt     TEXT NOT NULL UNIQUE,
  source      INTEGER NOT NULL,
  vendor      INTEGER NOT NULL,
  label       INTEGER NOT NULL,
  received    INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,
  digest      BLOB NOT NULL,
  delivery_id TEXT,
  headers     TEXT
) STRICT;
CREATE INDEX webhook_received ON webhook (received);

CREATE TABLE body (
  seq   INTEGER PRIMARY KEY REFERENCES webhook (seq),
  bytes BLOB NOT NULL
) STRICT;

-- Dedupe memory. Keys are 64 bits of SHA-256 over the source with the bytes or with the delivery id; a hit is compared in full
-- with its webhook. By bytes the latest holder is remembered, because the window counts from it.
CREATE TABLE seen_bytes (
  bytes_key INTEGER PRIMARY KEY,
  seq       INTEGER NOT NULL
) STRICT;
CREATE TABLE seen_id (
  id_key    INTEGER NOT NULL,
  bytes_key INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  PRIMARY KEY (id_key, bytes_key)
) STRICT, WITHOUT ROWID;

-- One webhook owed to one destination. due: 0 at once, else when the next try is; since: when it became due first, or was settled.
-- took (microseconds) and events tell of the attempt that succeeded; accepted, a JSON array of event uids, of one that did in part.
CREATE TABLE delivery (
  seq         INTEGER NOT NULL REFERENCES webhook (seq),
  destination INTEGER NOT NULL,
  state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  due         INTEGER NOT NULL,
  since       INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  took        INTEGER,
  events      INTEGER,
  accepted    TEXT,
  PRIMARY KEY (seq, destination)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_waiting ON delivery (destination, due, seq) WHERE state = 0;
CREATE INDEX delivery_dead ON delivery (seq, destination) WHERE state = 2;
CREATE INDEX delivery_discarded ON delivery (seq, destination) WHERE state = 3;

-- Tries that did not succeed; of very many the first and the last.
CREATE TABLE attempt (
  seq         INTEGER NOT NULL REFERENCES webhook (seq),
  destination INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  started     INTEGER NOT NULL,
  took        INTEGER NOT NULL,
  events      INTEGER NOT NULL,
  outcome     TEXT NOT NULL,
  detail      TEXT NOT NULL,
  excerpt     TEXT,
  PRIMARY KEY (seq, destination, number)
) STRICT, WITHOUT ROWID;

-- Fates: 0 open, 1 retried, 2 discarded. A delivery is dead exactly as long as one of its dead letters is open.
CREATE TABLE dead_letter (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  seq         INTEGER NOT NULL REFERENCES webhook (seq),
  destination INTEGER NOT NULL,
  event_uid   TEXT,
  path        TEXT NOT NULL,
  reason      TEXT NOT NULL,
  excerpt     TEXT,
  buried      INTEGER NOT NULL,
  fate        INTEGER NOT NULL CHECK (fate BETWEEN 0 AND 2)
) STRICT;
CREATE INDEX dead_letter_delivery ON dead_letter (seq, destination);
CREATE INDEX dead_letter_fate ON dead_letter (fate, id);

-- The books: owed = delivered + waiting + dead + discarded over everything ever accepted. Rows that retention has removed stay
-- counted in delivered and discarded, and are counted once more as removed so that the books can be checked against the rows.
CREATE TABLE tally (
  destination       INTEGER PRIMARY KEY,
  owed              INTEGER NOT NULL,
  delivered         INTEGER NOT NULL,
  waiting           INTEGER NOT NULL,
  dead              INTEGER NOT NULL,
  discarded         INTEGER NOT NULL,
  delivered_removed INTEGER NOT NULL,
  discarded_removed INTEGER NOT NULL
) STRICT;

-- Counts by hour. destination 0: none.
CREATE TABLE ledger (
  hour        INTEGER NOT NULL,
  source      INTEGER NOT NULL,
  destination INTEGER NOT NULL,
  measure     TEXT NOT NULL,
  count       INTEGER NOT NULL,
  PRIMARY KEY (hour, source, destination, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id     INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  who    TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

-- Single numbers worth remembering.
CREATE TABLE note (
  key   TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
