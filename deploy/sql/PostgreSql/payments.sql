CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
);

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    CREATE TABLE dead_letters (
        id uuid NOT NULL,
        reader_group character varying(100) NOT NULL,
        reason character varying(30) NOT NULL,
        exception_type character varying(300),
        message character varying(1024) NOT NULL,
        stack_trace character varying(8192),
        attempts integer NOT NULL,
        topic character varying(249) NOT NULL,
        record_partition integer,
        record_offset bigint,
        record_time timestamp with time zone NOT NULL,
        failed_at timestamp with time zone NOT NULL,
        message_type character varying(200),
        message_id uuid,
        record_key bytea,
        headers bytea NOT NULL,
        value bytea NOT NULL,
        CONSTRAINT "PK_dead_letters" PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    CREATE TABLE outbox (
        owner uuid NOT NULL,
        number bigint NOT NULL,
        topic character varying(249) NOT NULL,
        record_key bytea,
        headers bytea NOT NULL,
        value bytea NOT NULL,
        CONSTRAINT "PK_outbox" PRIMARY KEY (owner, number)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    CREATE TABLE outbox_owners (
        owner uuid NOT NULL,
        last_group bigint NOT NULL,
        lease_until timestamp with time zone NOT NULL,
        adopted_by uuid,
        CONSTRAINT "PK_outbox_owners" PRIMARY KEY (owner)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    CREATE TABLE payment_attempts (
        idempotency_key character varying(64) NOT NULL,
        order_id uuid NOT NULL,
        kind character varying(10) NOT NULL,
        number integer NOT NULL,
        amount_minor bigint NOT NULL,
        currency character varying(3) NOT NULL,
        state character varying(10) NOT NULL,
        due_at timestamp with time zone,
        claimed_until timestamp with time zone NOT NULL,
        tries integer NOT NULL,
        last_error character varying(500),
        outcome_id uuid,
        created_at timestamp with time zone NOT NULL,
        updated_at timestamp with time zone NOT NULL,
        CONSTRAINT "PK_payment_attempts" PRIMARY KEY (idempotency_key)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    CREATE TABLE payments (
        order_id uuid NOT NULL,
        status character varying(20) NOT NULL,
        amount_minor bigint NOT NULL,
        currency character varying(3),
        payment_token character varying(128),
        payment_id uuid,
        captured_minor bigint NOT NULL,
        refunded_minor bigint NOT NULL,
        is_undone boolean NOT NULL,
        is_waived boolean NOT NULL,
        refund_attempts integer NOT NULL,
        calls integer NOT NULL,
        charge_outcome_id uuid,
        charge_outcome_type character varying(200),
        charge_outcome_value bytea,
        refund_outcome_id uuid,
        refund_outcome_type character varying(200),
        refund_outcome_value bytea,
        waiver_outcome_id uuid,
        waiver_outcome_type character varying(200),
        waiver_outcome_value bytea,
        conversation_id uuid,
        trace_parent character varying(55),
        version bigint NOT NULL,
        created_at timestamp with time zone NOT NULL,
        updated_at timestamp with time zone NOT NULL,
        CONSTRAINT "PK_payments" PRIMARY KEY (order_id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    CREATE INDEX ix_dead_letters_failed_at ON dead_letters (failed_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    CREATE INDEX ix_payment_attempts_due_at ON payment_attempts (due_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261121165224_InitialCreate') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261121165224_InitialCreate', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    ALTER TABLE dead_letters ADD discard_reason character varying(200);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    ALTER TABLE dead_letters ADD discarded_at timestamp with time zone;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    ALTER TABLE dead_letters ADD discarded_by character varying(64);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    ALTER TABLE dead_letters ADD replay_count integer NOT NULL DEFAULT 0;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    ALTER TABLE dead_letters ADD replayed_at timestamp with time zone;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    ALTER TABLE dead_letters ADD replayed_by character varying(64);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    ALTER TABLE dead_letters ADD version bigint NOT NULL DEFAULT 0;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    CREATE TABLE operator_actions (
        seq bigint GENERATED BY DEFAULT AS IDENTITY,
        id uuid NOT NULL,
        action_id character varying(64) NOT NULL,
        at timestamp with time zone NOT NULL,
        actor character varying(64) NOT NULL,
        action character varying(50) NOT NULL,
        correlation_id uuid,
        reason character varying(200) NOT NULL,
        is_done boolean NOT NULL,
        fingerprint character varying(64) NOT NULL,
        message_id uuid,
        answer bytea NOT NULL,
        CONSTRAINT "PK_operator_actions" PRIMARY KEY (seq)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    CREATE INDEX ix_operator_actions_correlation_id ON operator_actions (correlation_id, seq);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    CREATE UNIQUE INDEX ux_operator_actions_id ON operator_actions (id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261127141922_OperatorsActs') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261127141922_OperatorsActs', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261128012650_ListsOfShopsAndOpenDeadLetters') THEN
    CREATE INDEX ix_dead_letters_open ON dead_letters (discarded_at, replay_count, reason);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261128012650_ListsOfShopsAndOpenDeadLetters') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261128012650_ListsOfShopsAndOpenDeadLetters', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261129100422_DueAttemptsByState') THEN
    CREATE INDEX ix_payment_attempts_state ON payment_attempts (state, due_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261129100422_DueAttemptsByState') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261129100422_DueAttemptsByState', '10.0.14');
    END IF;
END $EF$;
COMMIT;

