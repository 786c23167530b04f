SET XACT_ABORT ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE TABLE [dead_letters] (
        [id] uniqueidentifier NOT NULL,
        [reader_group] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [reason] nvarchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [exception_type] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
        [message] nvarchar(1024) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [stack_trace] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [attempts] int NOT NULL,
        [topic] nvarchar(249) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [record_partition] int NULL,
        [record_offset] bigint NULL,
        [record_time] datetime2(3) NOT NULL,
        [failed_at] datetime2(3) NOT NULL,
        [message_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [message_id] uniqueidentifier NULL,
        [record_key] varbinary(max) NULL,
        [headers] varbinary(max) NOT NULL,
        [value] varbinary(max) NOT NULL,
        [replay_count] int NOT NULL,
        [replayed_at] datetime2(3) NULL,
        [replayed_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [discarded_at] datetime2(3) NULL,
        [discarded_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [discard_reason] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [version] bigint NOT NULL,
        CONSTRAINT [PK_dead_letters] PRIMARY KEY NONCLUSTERED ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE TABLE [operator_actions] (
        [seq] bigint NOT NULL IDENTITY,
        [id] uniqueidentifier NOT NULL,
        [action_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] datetime2(3) NOT NULL,
        [actor] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [action] nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [correlation_id] uniqueidentifier NULL,
        [reason] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [is_done] bit NOT NULL,
        [fingerprint] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [message_id] uniqueidentifier NULL,
        [answer] varbinary(max) NOT NULL,
        CONSTRAINT [PK_operator_actions] PRIMARY KEY ([seq])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE TABLE [outbox] (
        [owner] uniqueidentifier NOT NULL,
        [number] bigint NOT NULL,
        [topic] nvarchar(249) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [record_key] varbinary(max) NULL,
        [headers] varbinary(max) NOT NULL,
        [value] varbinary(max) NOT NULL,
        CONSTRAINT [PK_outbox] PRIMARY KEY ([owner], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE TABLE [outbox_owners] (
        [owner] uniqueidentifier NOT NULL,
        [last_group] bigint NOT NULL,
        [lease_until] datetime2(3) NOT NULL,
        [adopted_by] uniqueidentifier NULL,
        CONSTRAINT [PK_outbox_owners] PRIMARY KEY ([owner])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE TABLE [payment_attempts] (
        [idempotency_key] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [order_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [number] int NOT NULL,
        [amount_minor] bigint NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [state] nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [due_at] datetime2(3) NULL,
        [claimed_until] datetime2(3) NOT NULL,
        [tries] int NOT NULL,
        [last_error] nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
        [outcome_id] uniqueidentifier NULL,
        [created_at] datetime2(3) NOT NULL,
        [updated_at] datetime2(3) NOT NULL,
        CONSTRAINT [PK_payment_attempts] PRIMARY KEY ([idempotency_key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE TABLE [payments] (
        [order_id] uniqueidentifier NOT NULL,
        [status] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [amount_minor] bigint NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NULL,
        [payment_token] nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
        [payment_id] uniqueidentifier NULL,
        [captured_minor] bigint NOT NULL,
        [refunded_minor] bigint NOT NULL,
        [is_undone] bit NOT NULL,
        [is_waived] bit NOT NULL,
        [refund_attempts] int NOT NULL,
        [calls] int NOT NULL,
        [charge_outcome_id] uniqueidentifier NULL,
        [charge_outcome_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [charge_outcome_value] varbinary(max) NULL,
        [refund_outcome_id] uniqueidentifier NULL,
        [refund_outcome_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [refund_outcome_value] varbinary(max) NULL,
        [waiver_outcome_id] uniqueidentifier NULL,
        [waiver_outcome_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [waiver_outcome_value] varbinary(max) NULL,
        [conversation_id] uniqueidentifier NULL,
        [trace_parent] nvarchar(55) COLLATE Latin1_General_100_BIN2 NULL,
        [version] bigint NOT NULL,
        [created_at] datetime2(3) NOT NULL,
        [updated_at] datetime2(3) NOT NULL,
        CONSTRAINT [PK_payments] PRIMARY KEY NONCLUSTERED ([order_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE CLUSTERED INDEX [ix_dead_letters_failed_at] ON [dead_letters] ([failed_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_dead_letters_open] ON [dead_letters] ([discarded_at], [replay_count], [reason]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_operator_actions_correlation_id] ON [operator_actions] ([correlation_id], [seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE UNIQUE INDEX [ux_operator_actions_id] ON [operator_actions] ([id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_payment_attempts_due_at] ON [payment_attempts] ([due_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    CREATE CLUSTERED INDEX [ix_payments_created_at] ON [payments] ([created_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012818_InitialCreate'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128012818_InitialCreate', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129100428_DueAttemptsByState'
)
BEGIN
    CREATE INDEX [ix_payment_attempts_state] ON [payment_attempts] ([state], [due_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129100428_DueAttemptsByState'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129100428_DueAttemptsByState', N'10.0.14');
END;

COMMIT;
GO

