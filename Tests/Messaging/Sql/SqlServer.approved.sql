-- a connection's first
SET LOCK_TIMEOUT 3000;
SET XACT_ABORT ON;
SET NOCOUNT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
GO

-- begin
BEGIN TRANSACTION
GO

-- begin to read
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = DB_NAME() AND snapshot_isolation_state = 1)
    SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
ELSE
    SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
BEGIN TRANSACTION
GO

-- wait for locks
SET LOCK_TIMEOUT 200
GO

-- clock
SELECT DATEADD(second, 0, SYSUTCDATETIME())
GO

-- owner: register
INSERT INTO outbox_owners (owner, last_group, lease_until, adopted_by)
VALUES (@p0, 0, DATEADD(second, 9, SYSUTCDATETIME()), NULL)
GO

-- owner: renew
UPDATE outbox_owners
SET last_group = @p1, lease_until = DATEADD(second, 9, SYSUTCDATETIME())
OUTPUT inserted.lease_until
WHERE owner = @p0 AND adopted_by IS NULL
GO

-- owner: last group
SELECT last_group FROM outbox_owners WITH (UPDLOCK, ROWLOCK) WHERE owner = @p0
GO

-- owner: adopt the dead
UPDATE outbox_owners WITH (READCOMMITTEDLOCK, READPAST)
SET adopted_by = @p0
WHERE owner <> @p0 AND adopted_by IS NULL
  AND (lease_until < DATEADD(second, -3600, SYSUTCDATETIME())
    OR lease_until > DATEADD(second, 90, SYSUTCDATETIME()))
GO

-- owner: adopt their adopted
UPDATE outbox_owners WITH (READCOMMITTEDLOCK, READPAST)
SET adopted_by = @p0
WHERE adopted_by <> @p0
AND adopted_by IN (SELECT owner FROM outbox_owners WITH (READCOMMITTEDLOCK, READPAST) WHERE adopted_by = @p0)
GO

-- owner: adopted
SELECT owner FROM outbox_owners WHERE adopted_by = @p0
GO

-- owner: forget the empty
DELETE FROM outbox_owners WITH (READCOMMITTEDLOCK, READPAST)
WHERE adopted_by = @p0 AND lease_until < DATEADD(second, -3600, SYSUTCDATETIME())
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.owner = outbox_owners.owner)
GO

-- owner: release
UPDATE outbox_owners SET lease_until = DATEADD(second, -7200, SYSUTCDATETIME()) WHERE owner = @p0
GO

-- owner: forget
DELETE FROM outbox_owners
WHERE owner = @p0 AND NOT EXISTS (SELECT 1 FROM outbox WHERE owner = @p0)
  AND NOT EXISTS (SELECT 1 FROM outbox_owners AS theirs WHERE theirs.adopted_by = @p0)
GO

-- outbox: delete
DELETE FROM outbox WHERE owner = @p0 AND number BETWEEN @p1 AND @p2
GO

-- outbox: topics
SELECT DISTINCT topic FROM outbox WHERE owner = @p0
GO

-- outbox: read
SELECT TOP (@p3) owner, number, topic, record_key, headers, value
FROM outbox
WHERE owner = @p0 AND topic = @p1 AND number > @p2
ORDER BY number
GO

-- outbox: unsent
SELECT
    owner,
    (SELECT MIN(number) FROM outbox WITH (READCOMMITTEDLOCK, READPAST)
     WHERE outbox.owner = outbox_owners.owner AND topic NOT LIKE @p0),
    (SELECT MAX(number) FROM outbox WITH (READCOMMITTEDLOCK, READPAST)
     WHERE outbox.owner = outbox_owners.owner AND topic NOT LIKE @p0)
FROM outbox_owners WITH (READCOMMITTEDLOCK, READPAST)
GO

-- outbox: count
SELECT COUNT(*) FROM (SELECT TOP (@p0) number
FROM outbox WITH (READCOMMITTEDLOCK, READPAST)) AS unsent
GO

-- outbox: oldest
SELECT (SELECT TOP (1) headers
FROM outbox WITH (READCOMMITTEDLOCK, READPAST) WHERE outbox.owner = outbox_owners.owner ORDER BY number) FROM outbox_owners WITH (READCOMMITTEDLOCK, READPAST)
GO

-- deadlines: any due
SELECT TOP (1) 1
FROM deadlines WITH (READCOMMITTEDLOCK, READPAST) WHERE due_at <= @p0 AND claimed_until <= @p0
GO

-- deadlines: asked
SELECT DISTINCT asked FROM deadlines WITH (READCOMMITTEDLOCK, READPAST) WHERE due_at <= @p0 AND claimed_until <= @p0
GO

-- deadlines: any may fall due
SELECT TOP (1) 1
FROM deadlines WITH (READCOMMITTEDLOCK, READPAST) WHERE due_at <= @p0 AND claimed_until <= @p0
AND COALESCE(asked, '') = @p4
AND ((due_at <= @p1 AND COALESCE(asked_at, @p2) <= @p2) OR asked_since <= @p3)
GO

-- deadlines: claim
WITH oldest AS (
SELECT TOP (@p6) token, correlation_id, name, due_at, claimed_until, attempt, asked, asked_at, asked_since, trace_parent, message_type, value
FROM deadlines WITH (FORCESEEK, UPDLOCK, READCOMMITTEDLOCK, READPAST, ROWLOCK)
WHERE due_at <= @p0 AND claimed_until <= @p0
AND COALESCE(asked, '') = @p4
AND ((due_at <= @p1 AND COALESCE(asked_at, @p2) <= @p2) OR asked_since <= @p3)
ORDER BY due_at)
UPDATE oldest
SET claimed_until = @p5
OUTPUT inserted.token, inserted.correlation_id, inserted.name, inserted.due_at, inserted.claimed_until, inserted.attempt, inserted.asked, inserted.asked_at, inserted.asked_since, inserted.trace_parent, inserted.message_type, inserted.value
GO

-- deadlines: make due
UPDATE deadlines
SET due_at = CASE WHEN due_at < @p0 THEN due_at ELSE @p0 END,
    claimed_until = @p0,
    asked_at = CASE WHEN asked_at > @p0 THEN @p0 ELSE asked_at END,
    asked_since = CASE WHEN asked_since > @p0 THEN @p0 ELSE asked_since END
WHERE token IN (
SELECT TOP (@p1) token
FROM deadlines WHERE due_at > @p0 OR claimed_until > @p0)
GO

-- deadlines: make due of a wrong time
UPDATE deadlines
SET due_at = CASE WHEN due_at < @p0 THEN due_at ELSE @p0 END,
    claimed_until = @p0,
    asked_at = CASE WHEN asked_at > @p0 THEN @p0 ELSE asked_at END,
    asked_since = CASE WHEN asked_since > @p0 THEN @p0 ELSE asked_since END
WHERE token IN (
SELECT TOP (@p1) token
FROM deadlines WHERE claimed_until > @p2)
GO

-- deadlines: overdue
SELECT name, COUNT(*) FROM deadlines WITH (READCOMMITTEDLOCK, READPAST) WHERE due_at < @p0 GROUP BY name
GO

-- claims: any due
SELECT TOP (1) 1
FROM payment_attempts WITH (READCOMMITTEDLOCK, READPAST) WHERE due_at <= @p0 AND claimed_until <= @p0 AND state = 'asked'
GO

-- claims: claim
WITH oldest AS (
SELECT TOP (@p2) idempotency_key, order_id, kind, number, amount_minor, currency, state, due_at, claimed_until, tries, last_error, outcome_id, created_at, updated_at
FROM payment_attempts WITH (FORCESEEK, UPDLOCK, READCOMMITTEDLOCK, READPAST, ROWLOCK)
WHERE due_at <= @p0 AND claimed_until <= @p0 AND state = 'asked'
ORDER BY due_at)
UPDATE oldest
SET claimed_until = @p1
OUTPUT inserted.idempotency_key, inserted.order_id, inserted.kind, inserted.number, inserted.amount_minor, inserted.currency, inserted.state, inserted.due_at, inserted.claimed_until, inserted.tries, inserted.last_error, inserted.outcome_id, inserted.created_at, inserted.updated_at
GO

-- claims: free
UPDATE payment_attempts
SET claimed_until = @p0, due_at = CASE WHEN due_at > @p1 THEN @p0 ELSE due_at END
FROM payment_attempts WITH (FORCESEEK)
WHERE state IN ('asked', 'unknown') AND due_at IS NOT NULL AND (claimed_until > @p2 OR due_at > @p1)
GO

-- any row
SELECT TOP (1) 1
FROM stock_items
GO

-- dead letters: count
SELECT reason, COUNT(*)
FROM dead_letters WITH (READCOMMITTEDLOCK, READPAST)
WHERE discarded_at IS NULL AND replay_count = 0
GROUP BY reason
GO

-- history: ranges
SELECT t.*
FROM OPENJSON(@p0) WITH (first_number bigint '$[0]', last_number bigint '$[1]') AS r
CROSS APPLY (
    SELECT TOP (@p1) * FROM saga_history
    WHERE seq BETWEEN r.first_number AND r.last_number
    ORDER BY seq
) AS t
GO

-- dead_letters: select 1
SELECT t.id, t.reader_group, t.reason, t.exception_type, t.message, t.stack_trace, t.attempts, t.topic, t.record_partition, t.record_offset, t.record_time, t.failed_at, t.message_type, t.message_id, t.record_key, t.headers, t.value, t.replay_count, t.replayed_at, t.replayed_by, t.discarded_at, t.discarded_by, t.discard_reason, t.version
FROM (VALUES (@p0)) AS r(id)
INNER LOOP JOIN dead_letters AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
GO

-- dead_letters: insert 1
INSERT INTO dead_letters (id, reader_group, reason, exception_type, message, stack_trace, attempts, topic, record_partition, record_offset, record_time, failed_at, message_type, message_id, record_key, headers, value, replay_count, replayed_at, replayed_by, discarded_at, discarded_by, discard_reason, version)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23)
GO

-- dead_letters: update 1
UPDATE dead_letters
SET replay_count = @p0, replayed_at = @p1, replayed_by = @p2, discarded_at = @p3, discarded_by = @p4, discard_reason = @p5, version = @p6
WHERE id = @p7 AND version = @p8
GO

-- dead_letters: delete 1
DELETE FROM dead_letters WHERE id = @p0 AND version = @p1
GO

-- dead_letters: select 2
SELECT t.id, t.reader_group, t.reason, t.exception_type, t.message, t.stack_trace, t.attempts, t.topic, t.record_partition, t.record_offset, t.record_time, t.failed_at, t.message_type, t.message_id, t.record_key, t.headers, t.value, t.replay_count, t.replayed_at, t.replayed_by, t.discarded_at, t.discarded_by, t.discard_reason, t.version
FROM (VALUES (@p0), (@p1)) AS r(id)
INNER LOOP JOIN dead_letters AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
GO

-- dead_letters: insert 2
INSERT INTO dead_letters (id, reader_group, reason, exception_type, message, stack_trace, attempts, topic, record_partition, record_offset, record_time, failed_at, message_type, message_id, record_key, headers, value, replay_count, replayed_at, replayed_by, discarded_at, discarded_by, discard_reason, version)
SELECT id, reader_group, reason, exception_type, message, stack_trace, attempts, topic, record_partition, record_offset, record_time, failed_at, message_type, message_id, record_key, headers, value, replay_count, replayed_at, replayed_by, discarded_at, discarded_by, discard_reason, version
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23), (@p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46, @p47)) AS r(id, reader_group, reason, exception_type, message, stack_trace, attempts, topic, record_partition, record_offset, record_time, failed_at, message_type, message_id, record_key, headers, value, replay_count, replayed_at, replayed_by, discarded_at, discarded_by, discard_reason, version)
GO

-- dead_letters: update 2
UPDATE t
SET replay_count = r.n0, replayed_at = r.n1, replayed_by = r.n2, discarded_at = r.n3, discarded_by = r.n4, discard_reason = r.n5, version = r.n6
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8), (@p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17)) AS r(n0, n1, n2, n3, n4, n5, n6, id, version)
INNER LOOP JOIN dead_letters AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id AND t.version = r.version
GO

-- dead_letters: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(id, version)
INNER LOOP JOIN dead_letters AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id AND t.version = r.version
GO

-- deadlines: select 1
SELECT t.token, t.correlation_id, t.name, t.due_at, t.claimed_until, t.attempt, t.asked, t.asked_at, t.asked_since, t.trace_parent, t.message_type, t.value
FROM (VALUES (@p0)) AS r(token)
INNER LOOP JOIN deadlines AS t WITH (FORCESEEK, ROWLOCK) ON t.token = r.token
GO

-- deadlines: insert 1
INSERT INTO deadlines (token, correlation_id, name, due_at, claimed_until, attempt, asked, asked_at, asked_since, trace_parent, message_type, value)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
GO

-- deadlines: update 1
UPDATE deadlines
SET due_at = @p0, claimed_until = @p1, attempt = @p2
WHERE token = @p3
GO

-- deadlines: delete 1
DELETE FROM deadlines WHERE token = @p0
GO

-- deadlines: select 2
SELECT t.token, t.correlation_id, t.name, t.due_at, t.claimed_until, t.attempt, t.asked, t.asked_at, t.asked_since, t.trace_parent, t.message_type, t.value
FROM (VALUES (@p0), (@p1)) AS r(token)
INNER LOOP JOIN deadlines AS t WITH (FORCESEEK, ROWLOCK) ON t.token = r.token
GO

-- deadlines: insert 2
INSERT INTO deadlines (token, correlation_id, name, due_at, claimed_until, attempt, asked, asked_at, asked_since, trace_parent, message_type, value)
SELECT token, correlation_id, name, due_at, claimed_until, attempt, asked, asked_at, asked_since, trace_parent, message_type, value
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11), (@p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23)) AS r(token, correlation_id, name, due_at, claimed_until, attempt, asked, asked_at, asked_since, trace_parent, message_type, value)
GO

-- deadlines: update 2
UPDATE t
SET due_at = r.n0, claimed_until = r.n1, attempt = r.n2
FROM (VALUES (@p0, @p1, @p2, @p3), (@p4, @p5, @p6, @p7)) AS r(n0, n1, n2, token)
INNER LOOP JOIN deadlines AS t WITH (FORCESEEK, ROWLOCK) ON t.token = r.token
GO

-- deadlines: delete 2
DELETE t
FROM (VALUES (@p0), (@p1)) AS r(token)
INNER LOOP JOIN deadlines AS t WITH (FORCESEEK, ROWLOCK) ON t.token = r.token
GO

-- idempotent_answers: select 1
SELECT t.key_hash, t.fingerprint, t.order_id, t.body, t.expires_at
FROM (VALUES (@p0)) AS r(key_hash)
INNER LOOP JOIN idempotent_answers AS t WITH (FORCESEEK, ROWLOCK) ON t.key_hash = r.key_hash COLLATE Latin1_General_100_BIN2
GO

-- idempotent_answers: insert 1
INSERT INTO idempotent_answers (key_hash, fingerprint, order_id, body, expires_at)
VALUES (@p0, @p1, @p2, @p3, @p4)
GO

-- idempotent_answers: update 1
UPDATE idempotent_answers
SET fingerprint = @p0, order_id = @p1, body = @p2, expires_at = @p3
WHERE key_hash = @p4 AND expires_at = @p5
GO

-- idempotent_answers: delete 1
DELETE FROM idempotent_answers WHERE key_hash = @p0 AND expires_at = @p1
GO

-- idempotent_answers: select 2
SELECT t.key_hash, t.fingerprint, t.order_id, t.body, t.expires_at
FROM (VALUES (@p0), (@p1)) AS r(key_hash)
INNER LOOP JOIN idempotent_answers AS t WITH (FORCESEEK, ROWLOCK) ON t.key_hash = r.key_hash COLLATE Latin1_General_100_BIN2
GO

-- idempotent_answers: insert 2
INSERT INTO idempotent_answers (key_hash, fingerprint, order_id, body, expires_at)
SELECT key_hash, fingerprint, order_id, body, expires_at
FROM (VALUES (@p0, @p1, @p2, @p3, @p4), (@p5, @p6, @p7, @p8, @p9)) AS r(key_hash, fingerprint, order_id, body, expires_at)
GO

-- idempotent_answers: update 2
UPDATE t
SET fingerprint = r.n0, order_id = r.n1, body = r.n2, expires_at = r.n3
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5), (@p6, @p7, @p8, @p9, @p10, @p11)) AS r(n0, n1, n2, n3, key_hash, expires_at)
INNER LOOP JOIN idempotent_answers AS t WITH (FORCESEEK, ROWLOCK) ON t.key_hash = r.key_hash COLLATE Latin1_General_100_BIN2 AND t.expires_at = r.expires_at
GO

-- idempotent_answers: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(key_hash, expires_at)
INNER LOOP JOIN idempotent_answers AS t WITH (FORCESEEK, ROWLOCK) ON t.key_hash = r.key_hash COLLATE Latin1_General_100_BIN2 AND t.expires_at = r.expires_at
GO

-- known_topics: select 1
SELECT t.topic, t.topic_id
FROM (VALUES (@p0)) AS r(topic)
INNER LOOP JOIN known_topics AS t WITH (FORCESEEK, ROWLOCK) ON t.topic = r.topic COLLATE Latin1_General_100_BIN2
GO

-- known_topics: insert 1
INSERT INTO known_topics (topic, topic_id)
VALUES (@p0, @p1)
GO

-- known_topics: update 1
UPDATE known_topics
SET topic_id = @p0
WHERE topic = @p1
GO

-- known_topics: delete 1
DELETE FROM known_topics WHERE topic = @p0
GO

-- known_topics: select 2
SELECT t.topic, t.topic_id
FROM (VALUES (@p0), (@p1)) AS r(topic)
INNER LOOP JOIN known_topics AS t WITH (FORCESEEK, ROWLOCK) ON t.topic = r.topic COLLATE Latin1_General_100_BIN2
GO

-- known_topics: insert 2
INSERT INTO known_topics (topic, topic_id)
SELECT topic, topic_id
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(topic, topic_id)
GO

-- known_topics: update 2
UPDATE t
SET topic_id = r.n0
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(n0, topic)
INNER LOOP JOIN known_topics AS t WITH (FORCESEEK, ROWLOCK) ON t.topic = r.topic COLLATE Latin1_General_100_BIN2
GO

-- known_topics: delete 2
DELETE t
FROM (VALUES (@p0), (@p1)) AS r(topic)
INNER LOOP JOIN known_topics AS t WITH (FORCESEEK, ROWLOCK) ON t.topic = r.topic COLLATE Latin1_General_100_BIN2
GO

-- operator_actions: select 1
SELECT t.seq, t.id, t.action_id, t.at, t.actor, t.action, t.correlation_id, t.reason, t.is_done, t.fingerprint, t.message_id, t.answer
FROM (VALUES (@p0)) AS r(id)
INNER LOOP JOIN operator_actions AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
GO

-- operator_actions: insert 1
INSERT INTO operator_actions (id, action_id, at, actor, action, correlation_id, reason, is_done, fingerprint, message_id, answer)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)
GO

-- operator_actions: delete 1
DELETE FROM operator_actions WHERE id = @p0
GO

-- operator_actions: select 2
SELECT t.seq, t.id, t.action_id, t.at, t.actor, t.action, t.correlation_id, t.reason, t.is_done, t.fingerprint, t.message_id, t.answer
FROM (VALUES (@p0), (@p1)) AS r(id)
INNER LOOP JOIN operator_actions AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
GO

-- operator_actions: insert 2
INSERT INTO operator_actions (id, action_id, at, actor, action, correlation_id, reason, is_done, fingerprint, message_id, answer)
SELECT id, action_id, at, actor, action, correlation_id, reason, is_done, fingerprint, message_id, answer
FROM (VALUES (0, @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10), (1, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21)) AS r(ordinal, id, action_id, at, actor, action, correlation_id, reason, is_done, fingerprint, message_id, answer)
ORDER BY r.ordinal
GO

-- operator_actions: delete 2
DELETE t
FROM (VALUES (@p0), (@p1)) AS r(id)
INNER LOOP JOIN operator_actions AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
GO

-- orders: select 1
SELECT t.seq, t.id, t.submitted_by, t.customer_id, t.status, t.reason, t.detail, t.state, t.total_minor, t.currency, t.payment_token, t.lines, t.created_at, t.updated_at, t.ended_at, t.cancellation, t.version
FROM (VALUES (@p0)) AS r(id)
INNER LOOP JOIN orders AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
GO

-- orders: insert 1
INSERT INTO orders (id, submitted_by, customer_id, status, reason, detail, state, total_minor, currency, payment_token, lines, created_at, updated_at, ended_at, cancellation, version)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15)
GO

-- orders: update 1
UPDATE orders
SET status = @p0, reason = @p1, detail = @p2, state = @p3, updated_at = @p4, ended_at = @p5, cancellation = @p6, version = @p7
WHERE id = @p8 AND version = @p9
GO

-- orders: delete 1
DELETE FROM orders WHERE id = @p0 AND version = @p1
GO

-- orders: select 2
SELECT t.seq, t.id, t.submitted_by, t.customer_id, t.status, t.reason, t.detail, t.state, t.total_minor, t.currency, t.payment_token, t.lines, t.created_at, t.updated_at, t.ended_at, t.cancellation, t.version
FROM (VALUES (@p0), (@p1)) AS r(id)
INNER LOOP JOIN orders AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id
GO

-- orders: insert 2
INSERT INTO orders (id, submitted_by, customer_id, status, reason, detail, state, total_minor, currency, payment_token, lines, created_at, updated_at, ended_at, cancellation, version)
SELECT id, submitted_by, customer_id, status, reason, detail, state, total_minor, currency, payment_token, lines, created_at, updated_at, ended_at, cancellation, version
FROM (VALUES (0, @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15), (1, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31)) AS r(ordinal, id, submitted_by, customer_id, status, reason, detail, state, total_minor, currency, payment_token, lines, created_at, updated_at, ended_at, cancellation, version)
ORDER BY r.ordinal
GO

-- orders: update 2
UPDATE t
SET status = r.n0, reason = r.n1, detail = r.n2, state = r.n3, updated_at = r.n4, ended_at = r.n5, cancellation = r.n6, version = r.n7
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9), (@p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19)) AS r(n0, n1, n2, n3, n4, n5, n6, n7, id, version)
INNER LOOP JOIN orders AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id AND t.version = r.version
GO

-- orders: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(id, version)
INNER LOOP JOIN orders AS t WITH (FORCESEEK, ROWLOCK) ON t.id = r.id AND t.version = r.version
GO

-- outbox: select 1
SELECT t.owner, t.number, t.topic, t.record_key, t.headers, t.value
FROM (VALUES (@p0, @p1)) AS r(owner, number)
INNER LOOP JOIN outbox AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner AND t.number = r.number
GO

-- outbox: insert 1
INSERT INTO outbox (owner, number, topic, record_key, headers, value)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
GO

-- outbox: delete 1
DELETE FROM outbox WHERE owner = @p0 AND number = @p1
GO

-- outbox: select 2
SELECT t.owner, t.number, t.topic, t.record_key, t.headers, t.value
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(owner, number)
INNER LOOP JOIN outbox AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner AND t.number = r.number
GO

-- outbox: insert 2
INSERT INTO outbox (owner, number, topic, record_key, headers, value)
SELECT owner, number, topic, record_key, headers, value
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5), (@p6, @p7, @p8, @p9, @p10, @p11)) AS r(owner, number, topic, record_key, headers, value)
GO

-- outbox: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(owner, number)
INNER LOOP JOIN outbox AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner AND t.number = r.number
GO

-- outbox_owners: select 1
SELECT t.owner, t.last_group, t.lease_until, t.adopted_by
FROM (VALUES (@p0)) AS r(owner)
INNER LOOP JOIN outbox_owners AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner
GO

-- outbox_owners: insert 1
INSERT INTO outbox_owners (owner, last_group, lease_until, adopted_by)
VALUES (@p0, @p1, @p2, @p3)
GO

-- outbox_owners: update 1
UPDATE outbox_owners
SET last_group = @p0, lease_until = @p1, adopted_by = @p2
WHERE owner = @p3
GO

-- outbox_owners: delete 1
DELETE FROM outbox_owners WHERE owner = @p0
GO

-- outbox_owners: select 2
SELECT t.owner, t.last_group, t.lease_until, t.adopted_by
FROM (VALUES (@p0), (@p1)) AS r(owner)
INNER LOOP JOIN outbox_owners AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner
GO

-- outbox_owners: insert 2
INSERT INTO outbox_owners (owner, last_group, lease_until, adopted_by)
SELECT owner, last_group, lease_until, adopted_by
FROM (VALUES (@p0, @p1, @p2, @p3), (@p4, @p5, @p6, @p7)) AS r(owner, last_group, lease_until, adopted_by)
GO

-- outbox_owners: update 2
UPDATE t
SET last_group = r.n0, lease_until = r.n1, adopted_by = r.n2
FROM (VALUES (@p0, @p1, @p2, @p3), (@p4, @p5, @p6, @p7)) AS r(n0, n1, n2, owner)
INNER LOOP JOIN outbox_owners AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner
GO

-- outbox_owners: delete 2
DELETE t
FROM (VALUES (@p0), (@p1)) AS r(owner)
INNER LOOP JOIN outbox_owners AS t WITH (FORCESEEK, ROWLOCK) ON t.owner = r.owner
GO

-- payment_attempts: select 1
SELECT t.idempotency_key, t.order_id, t.kind, t.number, t.amount_minor, t.currency, t.state, t.due_at, t.claimed_until, t.tries, t.last_error, t.outcome_id, t.created_at, t.updated_at
FROM (VALUES (@p0)) AS r(idempotency_key)
INNER LOOP JOIN payment_attempts AS t WITH (FORCESEEK, ROWLOCK) ON t.idempotency_key = r.idempotency_key COLLATE Latin1_General_100_BIN2
GO

-- payment_attempts: insert 1
INSERT INTO payment_attempts (idempotency_key, order_id, kind, number, amount_minor, currency, state, due_at, claimed_until, tries, last_error, outcome_id, created_at, updated_at)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
GO

-- payment_attempts: update 1
UPDATE payment_attempts
SET state = @p0, due_at = @p1, claimed_until = @p2, tries = @p3, last_error = @p4, outcome_id = @p5, updated_at = @p6
WHERE idempotency_key = @p7
GO

-- payment_attempts: delete 1
DELETE FROM payment_attempts WHERE idempotency_key = @p0
GO

-- payment_attempts: select 2
SELECT t.idempotency_key, t.order_id, t.kind, t.number, t.amount_minor, t.currency, t.state, t.due_at, t.claimed_until, t.tries, t.last_error, t.outcome_id, t.created_at, t.updated_at
FROM (VALUES (@p0), (@p1)) AS r(idempotency_key)
INNER LOOP JOIN payment_attempts AS t WITH (FORCESEEK, ROWLOCK) ON t.idempotency_key = r.idempotency_key COLLATE Latin1_General_100_BIN2
GO

-- payment_attempts: insert 2
INSERT INTO payment_attempts (idempotency_key, order_id, kind, number, amount_minor, currency, state, due_at, claimed_until, tries, last_error, outcome_id, created_at, updated_at)
SELECT idempotency_key, order_id, kind, number, amount_minor, currency, state, due_at, claimed_until, tries, last_error, outcome_id, created_at, updated_at
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13), (@p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27)) AS r(idempotency_key, order_id, kind, number, amount_minor, currency, state, due_at, claimed_until, tries, last_error, outcome_id, created_at, updated_at)
GO

-- payment_attempts: update 2
UPDATE t
SET state = r.n0, due_at = r.n1, claimed_until = r.n2, tries = r.n3, last_error = r.n4, outcome_id = r.n5, updated_at = r.n6
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7), (@p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15)) AS r(n0, n1, n2, n3, n4, n5, n6, idempotency_key)
INNER LOOP JOIN payment_attempts AS t WITH (FORCESEEK, ROWLOCK) ON t.idempotency_key = r.idempotency_key COLLATE Latin1_General_100_BIN2
GO

-- payment_attempts: delete 2
DELETE t
FROM (VALUES (@p0), (@p1)) AS r(idempotency_key)
INNER LOOP JOIN payment_attempts AS t WITH (FORCESEEK, ROWLOCK) ON t.idempotency_key = r.idempotency_key COLLATE Latin1_General_100_BIN2
GO

-- payments: select 1
SELECT t.order_id, t.status, t.amount_minor, t.currency, t.payment_token, t.payment_id, t.captured_minor, t.refunded_minor, t.is_undone, t.is_waived, t.refund_attempts, t.calls, t.charge_outcome_id, t.charge_outcome_type, t.charge_outcome_value, t.refund_outcome_id, t.refund_outcome_type, t.refund_outcome_value, t.waiver_outcome_id, t.waiver_outcome_type, t.waiver_outcome_value, t.conversation_id, t.trace_parent, t.created_at, t.updated_at, t.version
FROM (VALUES (@p0)) AS r(order_id)
INNER LOOP JOIN payments AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id
GO

-- payments: insert 1
INSERT INTO payments (order_id, status, amount_minor, currency, payment_token, payment_id, captured_minor, refunded_minor, is_undone, is_waived, refund_attempts, calls, charge_outcome_id, charge_outcome_type, charge_outcome_value, refund_outcome_id, refund_outcome_type, refund_outcome_value, waiver_outcome_id, waiver_outcome_type, waiver_outcome_value, conversation_id, trace_parent, created_at, updated_at, version)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25)
GO

-- payments: update 1
UPDATE payments
SET status = @p0, amount_minor = @p1, currency = @p2, payment_token = @p3, payment_id = @p4, captured_minor = @p5, refunded_minor = @p6, is_undone = @p7, is_waived = @p8, refund_attempts = @p9, calls = @p10, charge_outcome_id = @p11, charge_outcome_type = @p12, charge_outcome_value = @p13, refund_outcome_id = @p14, refund_outcome_type = @p15, refund_outcome_value = @p16, waiver_outcome_id = @p17, waiver_outcome_type = @p18, waiver_outcome_value = @p19, updated_at = @p20, version = @p21
WHERE order_id = @p22 AND version = @p23
GO

-- payments: delete 1
DELETE FROM payments WHERE order_id = @p0 AND version = @p1
GO

-- payments: select 2
SELECT t.order_id, t.status, t.amount_minor, t.currency, t.payment_token, t.payment_id, t.captured_minor, t.refunded_minor, t.is_undone, t.is_waived, t.refund_attempts, t.calls, t.charge_outcome_id, t.charge_outcome_type, t.charge_outcome_value, t.refund_outcome_id, t.refund_outcome_type, t.refund_outcome_value, t.waiver_outcome_id, t.waiver_outcome_type, t.waiver_outcome_value, t.conversation_id, t.trace_parent, t.created_at, t.updated_at, t.version
FROM (VALUES (@p0), (@p1)) AS r(order_id)
INNER LOOP JOIN payments AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id
GO

-- payments: insert 2
INSERT INTO payments (order_id, status, amount_minor, currency, payment_token, payment_id, captured_minor, refunded_minor, is_undone, is_waived, refund_attempts, calls, charge_outcome_id, charge_outcome_type, charge_outcome_value, refund_outcome_id, refund_outcome_type, refund_outcome_value, waiver_outcome_id, waiver_outcome_type, waiver_outcome_value, conversation_id, trace_parent, created_at, updated_at, version)
SELECT order_id, status, amount_minor, currency, payment_token, payment_id, captured_minor, refunded_minor, is_undone, is_waived, refund_attempts, calls, charge_outcome_id, charge_outcome_type, charge_outcome_value, refund_outcome_id, refund_outcome_type, refund_outcome_value, waiver_outcome_id, waiver_outcome_type, waiver_outcome_value, conversation_id, trace_parent, created_at, updated_at, version
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25), (@p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46, @p47, @p48, @p49, @p50, @p51)) AS r(order_id, status, amount_minor, currency, payment_token, payment_id, captured_minor, refunded_minor, is_undone, is_waived, refund_attempts, calls, charge_outcome_id, charge_outcome_type, charge_outcome_value, refund_outcome_id, refund_outcome_type, refund_outcome_value, waiver_outcome_id, waiver_outcome_type, waiver_outcome_value, conversation_id, trace_parent, created_at, updated_at, version)
GO

-- payments: update 2
UPDATE t
SET status = r.n0, amount_minor = r.n1, currency = r.n2, payment_token = r.n3, payment_id = r.n4, captured_minor = r.n5, refunded_minor = r.n6, is_undone = r.n7, is_waived = r.n8, refund_attempts = r.n9, calls = r.n10, charge_outcome_id = r.n11, charge_outcome_type = r.n12, charge_outcome_value = r.n13, refund_outcome_id = r.n14, refund_outcome_type = r.n15, refund_outcome_value = r.n16, waiver_outcome_id = r.n17, waiver_outcome_type = r.n18, waiver_outcome_value = r.n19, updated_at = r.n20, version = r.n21
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23), (@p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46, @p47)) AS r(n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15, n16, n17, n18, n19, n20, n21, order_id, version)
INNER LOOP JOIN payments AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id AND t.version = r.version
GO

-- payments: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(order_id, version)
INNER LOOP JOIN payments AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id AND t.version = r.version
GO

-- reservations: select 1
SELECT t.order_id, t.status, t.lines, t.reserve_outcome_id, t.reserve_outcome_type, t.reserve_outcome_value, t.release_outcome_id, t.release_outcome_type, t.release_outcome_value, t.created_at, t.updated_at, t.version
FROM (VALUES (@p0)) AS r(order_id)
INNER LOOP JOIN reservations AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id
GO

-- reservations: insert 1
INSERT INTO reservations (order_id, status, lines, reserve_outcome_id, reserve_outcome_type, reserve_outcome_value, release_outcome_id, release_outcome_type, release_outcome_value, created_at, updated_at, version)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
GO

-- reservations: update 1
UPDATE reservations
SET status = @p0, lines = @p1, reserve_outcome_id = @p2, reserve_outcome_type = @p3, reserve_outcome_value = @p4, release_outcome_id = @p5, release_outcome_type = @p6, release_outcome_value = @p7, updated_at = @p8, version = @p9
WHERE order_id = @p10 AND version = @p11
GO

-- reservations: delete 1
DELETE FROM reservations WHERE order_id = @p0 AND version = @p1
GO

-- reservations: select 2
SELECT t.order_id, t.status, t.lines, t.reserve_outcome_id, t.reserve_outcome_type, t.reserve_outcome_value, t.release_outcome_id, t.release_outcome_type, t.release_outcome_value, t.created_at, t.updated_at, t.version
FROM (VALUES (@p0), (@p1)) AS r(order_id)
INNER LOOP JOIN reservations AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id
GO

-- reservations: insert 2
INSERT INTO reservations (order_id, status, lines, reserve_outcome_id, reserve_outcome_type, reserve_outcome_value, release_outcome_id, release_outcome_type, release_outcome_value, created_at, updated_at, version)
SELECT order_id, status, lines, reserve_outcome_id, reserve_outcome_type, reserve_outcome_value, release_outcome_id, release_outcome_type, release_outcome_value, created_at, updated_at, version
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11), (@p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23)) AS r(order_id, status, lines, reserve_outcome_id, reserve_outcome_type, reserve_outcome_value, release_outcome_id, release_outcome_type, release_outcome_value, created_at, updated_at, version)
GO

-- reservations: update 2
UPDATE t
SET status = r.n0, lines = r.n1, reserve_outcome_id = r.n2, reserve_outcome_type = r.n3, reserve_outcome_value = r.n4, release_outcome_id = r.n5, release_outcome_type = r.n6, release_outcome_value = r.n7, updated_at = r.n8, version = r.n9
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11), (@p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23)) AS r(n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, order_id, version)
INNER LOOP JOIN reservations AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id AND t.version = r.version
GO

-- reservations: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(order_id, version)
INNER LOOP JOIN reservations AS t WITH (FORCESEEK, ROWLOCK) ON t.order_id = r.order_id AND t.version = r.version
GO

-- saga_definitions: select 1
SELECT t.name, t.definition, t.updated_at
FROM (VALUES (@p0)) AS r(name)
INNER LOOP JOIN saga_definitions AS t WITH (FORCESEEK, ROWLOCK) ON t.name = r.name COLLATE Latin1_General_100_BIN2
GO

-- saga_definitions: insert 1
INSERT INTO saga_definitions (name, definition, updated_at)
VALUES (@p0, @p1, @p2)
GO

-- saga_definitions: update 1
UPDATE saga_definitions
SET definition = @p0, updated_at = @p1
WHERE name = @p2
GO

-- saga_definitions: delete 1
DELETE FROM saga_definitions WHERE name = @p0
GO

-- saga_definitions: select 2
SELECT t.name, t.definition, t.updated_at
FROM (VALUES (@p0), (@p1)) AS r(name)
INNER LOOP JOIN saga_definitions AS t WITH (FORCESEEK, ROWLOCK) ON t.name = r.name COLLATE Latin1_General_100_BIN2
GO

-- saga_definitions: insert 2
INSERT INTO saga_definitions (name, definition, updated_at)
SELECT name, definition, updated_at
FROM (VALUES (@p0, @p1, @p2), (@p3, @p4, @p5)) AS r(name, definition, updated_at)
GO

-- saga_definitions: update 2
UPDATE t
SET definition = r.n0, updated_at = r.n1
FROM (VALUES (@p0, @p1, @p2), (@p3, @p4, @p5)) AS r(n0, n1, name)
INNER LOOP JOIN saga_definitions AS t WITH (FORCESEEK, ROWLOCK) ON t.name = r.name COLLATE Latin1_General_100_BIN2
GO

-- saga_definitions: delete 2
DELETE t
FROM (VALUES (@p0), (@p1)) AS r(name)
INNER LOOP JOIN saga_definitions AS t WITH (FORCESEEK, ROWLOCK) ON t.name = r.name COLLATE Latin1_General_100_BIN2
GO

-- saga_history: select 1
SELECT t.seq, t.saga_id, t.message_id, t.version, t.type, t.direction, t.at, t.state_before, t.state_after, t.payload
FROM (VALUES (@p0, @p1)) AS r(saga_id, message_id)
INNER LOOP JOIN saga_history AS t WITH (FORCESEEK, ROWLOCK) ON t.saga_id = r.saga_id AND t.message_id = r.message_id
GO

-- saga_history: insert 1
INSERT INTO saga_history (saga_id, message_id, version, type, direction, at, state_before, state_after, payload)
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
GO

-- saga_history: delete 1
DELETE FROM saga_history WHERE saga_id = @p0 AND message_id = @p1
GO

-- saga_history: select 2
SELECT t.seq, t.saga_id, t.message_id, t.version, t.type, t.direction, t.at, t.state_before, t.state_after, t.payload
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(saga_id, message_id)
INNER LOOP JOIN saga_history AS t WITH (FORCESEEK, ROWLOCK) ON t.saga_id = r.saga_id AND t.message_id = r.message_id
GO

-- saga_history: insert 2
INSERT INTO saga_history (saga_id, message_id, version, type, direction, at, state_before, state_after, payload)
SELECT saga_id, message_id, version, type, direction, at, state_before, state_after, payload
FROM (VALUES (0, @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8), (1, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17)) AS r(ordinal, saga_id, message_id, version, type, direction, at, state_before, state_after, payload)
ORDER BY r.ordinal
GO

-- saga_history: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(saga_id, message_id)
INNER LOOP JOIN saga_history AS t WITH (FORCESEEK, ROWLOCK) ON t.saga_id = r.saga_id AND t.message_id = r.message_id
GO

-- stock_items: select 1
SELECT t.sku, t.on_hand, t.reserved, t.updated_at, t.version
FROM (VALUES (@p0)) AS r(sku)
INNER LOOP JOIN stock_items AS t WITH (FORCESEEK, ROWLOCK) ON t.sku = r.sku COLLATE Latin1_General_100_BIN2
GO

-- stock_items: insert 1
INSERT INTO stock_items (sku, on_hand, reserved, updated_at, version)
VALUES (@p0, @p1, @p2, @p3, @p4)
GO

-- stock_items: update 1
UPDATE stock_items
SET on_hand = @p0, reserved = @p1, updated_at = @p2, version = @p3
WHERE sku = @p4 AND version = @p5
GO

-- stock_items: delete 1
DELETE FROM stock_items WHERE sku = @p0 AND version = @p1
GO

-- stock_items: select 2
SELECT t.sku, t.on_hand, t.reserved, t.updated_at, t.version
FROM (VALUES (@p0), (@p1)) AS r(sku)
INNER LOOP JOIN stock_items AS t WITH (FORCESEEK, ROWLOCK) ON t.sku = r.sku COLLATE Latin1_General_100_BIN2
GO

-- stock_items: insert 2
INSERT INTO stock_items (sku, on_hand, reserved, updated_at, version)
SELECT sku, on_hand, reserved, updated_at, version
FROM (VALUES (@p0, @p1, @p2, @p3, @p4), (@p5, @p6, @p7, @p8, @p9)) AS r(sku, on_hand, reserved, updated_at, version)
GO

-- stock_items: update 2
UPDATE t
SET on_hand = r.n0, reserved = r.n1, updated_at = r.n2, version = r.n3
FROM (VALUES (@p0, @p1, @p2, @p3, @p4, @p5), (@p6, @p7, @p8, @p9, @p10, @p11)) AS r(n0, n1, n2, n3, sku, version)
INNER LOOP JOIN stock_items AS t WITH (FORCESEEK, ROWLOCK) ON t.sku = r.sku COLLATE Latin1_General_100_BIN2 AND t.version = r.version
GO

-- stock_items: delete 2
DELETE t
FROM (VALUES (@p0, @p1), (@p2, @p3)) AS r(sku, version)
INNER LOOP JOIN stock_items AS t WITH (FORCESEEK, ROWLOCK) ON t.sku = r.sku COLLATE Latin1_General_100_BIN2 AND t.version = r.version
GO

-- orders by state: 1
SELECT state, COUNT(*) FROM orders WHERE status IN (@p0, @p1) GROUP BY state
GO

-- books: 1
SELECT order_id, current_state,
       CASE WHEN captured_minor IS NULL THEN NULL ELSE captured_minor - refunded_minor END,
       stock_is_undone, refund_is_waived
FROM sagas
GO

-- books: 2
SELECT id, status, total_minor, currency, version, lines FROM orders
GO

-- books: 3
SELECT definition FROM saga_definitions
GO

-- books: 4
SELECT saga_id, direction, version, type, state_before, state_after FROM saga_history ORDER BY seq
GO

-- books: 5
SELECT correlation_id, name FROM deadlines
GO

-- books: 6
SELECT order_id FROM idempotent_answers
GO

-- books: 7
SELECT owner, COUNT(*) FROM outbox GROUP BY owner
GO

-- books: 8
SELECT owner, adopted_by FROM outbox_owners
GO

-- books: 9
SELECT COUNT(*) FROM dead_letters
GO

-- books: 10
SELECT order_id, status, captured_minor, refunded_minor, refund_attempts FROM payments
GO

-- books: 11
SELECT idempotency_key, order_id, kind, amount_minor, currency, state, due_at
FROM payment_attempts
GO

-- books: 12
SELECT order_id, status, lines FROM reservations
GO

-- books: 13
SELECT sku, on_hand, reserved FROM stock_items
GO

-- books: 14
SELECT id FROM orders
GO

-- books: 15
SELECT saga_id, message_id, type, at, direction FROM saga_history
GO

-- books: 16
SELECT headers FROM outbox
GO

-- books: 17
SELECT id, message_id, topic, record_partition, record_offset, record_time, record_key, headers, value
FROM dead_letters
GO

-- books: 18
SELECT order_id, created_at, CASE WHEN status IN ('pending', 'refunding') THEN 1 ELSE 0 END,
       charge_outcome_id, charge_outcome_type,
       COALESCE(refund_outcome_id, waiver_outcome_id), COALESCE(refund_outcome_type, waiver_outcome_type),
       waiver_outcome_id, waiver_outcome_type
FROM payments
GO

-- books: 19
SELECT order_id, created_at, 0, reserve_outcome_id, reserve_outcome_type, release_outcome_id,
       release_outcome_type
FROM reservations
GO

-- migration: 1
SELECT state_desc, HAS_DBACCESS(name) FROM sys.databases WHERE name = @name
GO

-- migration: 2
CREATE DATABASE [orders]
GO

-- migration: 3
ALTER DATABASE [orders] SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT
GO

-- migration: 4
ALTER DATABASE [orders] SET ALLOW_SNAPSHOT_ISOLATION ON
GO

