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
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
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
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE TABLE [deadlines] (
        [token] uniqueidentifier NOT NULL,
        [correlation_id] uniqueidentifier NOT NULL,
        [name] nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [due_at] datetime2(3) NOT NULL,
        [claimed_until] datetime2(3) NOT NULL,
        [attempt] int NOT NULL,
        [asked] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [asked_at] datetime2(3) NULL,
        [asked_since] datetime2(3) NULL,
        [trace_parent] nvarchar(55) COLLATE Latin1_General_100_BIN2 NULL,
        [message_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [value] varbinary(max) NOT NULL,
        CONSTRAINT [PK_deadlines] PRIMARY KEY ([token])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE TABLE [idempotent_answers] (
        [key_hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [fingerprint] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [order_id] uniqueidentifier NOT NULL,
        [body] varbinary(max) NOT NULL,
        [expires_at] datetime2(3) NOT NULL,
        CONSTRAINT [PK_idempotent_answers] PRIMARY KEY NONCLUSTERED ([key_hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE TABLE [known_topics] (
        [topic] nvarchar(249) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [topic_id] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_known_topics] PRIMARY KEY ([topic])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
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
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE TABLE [orders] (
        [seq] bigint NOT NULL IDENTITY,
        [id] uniqueidentifier NOT NULL,
        [submitted_by] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [customer_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [reason] nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
        [detail] nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
        [state] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [total_minor] bigint NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [payment_token] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [lines] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] datetime2(3) NOT NULL,
        [updated_at] datetime2(3) NOT NULL,
        [ended_at] datetime2(3) NULL,
        [cancellation] nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
        [version] bigint NOT NULL,
        CONSTRAINT [PK_orders] PRIMARY KEY ([seq])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
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
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
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
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE TABLE [saga_definitions] (
        [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [definition] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [updated_at] datetime2(3) NOT NULL,
        CONSTRAINT [PK_saga_definitions] PRIMARY KEY ([name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE TABLE [saga_history] (
        [seq] bigint NOT NULL IDENTITY,
        [saga_id] uniqueidentifier NOT NULL,
        [message_id] uniqueidentifier NOT NULL,
        [version] bigint NULL,
        [type] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [direction] nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] datetime2(3) NOT NULL,
        [state_before] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [state_after] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
        [payload] varbinary(max) NOT NULL,
        CONSTRAINT [PK_saga_history] PRIMARY KEY ([seq])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE TABLE [sagas] (
        [order_id] uniqueidentifier NOT NULL,
        [current_state] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [total_minor] bigint NOT NULL,
        [currency] nvarchar(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [payment_status] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [payment_id] uniqueidentifier NULL,
        [captured_minor] bigint NULL,
        [refunded_minor] bigint NOT NULL,
        [refund_is_waived] bit NOT NULL,
        [payment_is_undone] bit NOT NULL,
        [stock_status] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [shortages] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [stock_is_undone] bit NOT NULL,
        [reason] nvarchar(50) COLLATE Latin1_General_100_BIN2 NULL,
        [detail] nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
        [last_fault] nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
        [asked_since] datetime2(3) NOT NULL,
        [asked] int NOT NULL,
        [due_at] datetime2(3) NULL,
        [step_deadline] uniqueidentifier NULL,
        [undo_deadline] uniqueidentifier NULL,
        [started_at] datetime2(3) NOT NULL,
        [updated_at] datetime2(3) NOT NULL,
        [ended_at] datetime2(3) NULL,
        CONSTRAINT [PK_sagas] PRIMARY KEY NONCLUSTERED ([order_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE CLUSTERED INDEX [ix_dead_letters_failed_at] ON [dead_letters] ([failed_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_dead_letters_open] ON [dead_letters] ([discarded_at], [replay_count], [reason]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_deadlines_correlation_id] ON [deadlines] ([correlation_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_deadlines_due_at] ON [deadlines] ([due_at]) INCLUDE ([asked], [asked_at], [asked_since], [claimed_until]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE CLUSTERED INDEX [ix_idempotent_answers_expires_at] ON [idempotent_answers] ([expires_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_operator_actions_correlation_id] ON [operator_actions] ([correlation_id], [seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE UNIQUE INDEX [ux_operator_actions_id] ON [operator_actions] ([id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_orders_customer_id] ON [orders] ([customer_id], [seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_orders_status] ON [orders] ([status], [seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_orders_submitted_by] ON [orders] ([submitted_by], [seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE UNIQUE INDEX [ux_orders_id] ON [orders] ([id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE UNIQUE INDEX [ux_saga_history_saga_id_message_id] ON [saga_history] ([saga_id], [message_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    CREATE CLUSTERED INDEX [ix_sagas_started_at] ON [sagas] ([started_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128023949_InitialCreate'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128023949_InitialCreate', N'10.0.14');
END;

COMMIT;
GO

