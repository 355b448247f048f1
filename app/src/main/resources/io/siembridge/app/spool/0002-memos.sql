-- Texts that other parts of the bridge keep across restarts.
CREATE TABLE memo (
  key  TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Refused is now the sum of several reasons; the only one there was is that nothing could be stored.
UPDATE ledger SET measure = 'unavailable' WHERE measure = 'refused';
