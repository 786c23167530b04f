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
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
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
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
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
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
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
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
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
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    CREATE TABLE [reservations] (
        [order_id] uniqueidentifier NOT NULL,
        [status] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [lines] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [reserve_outcome_id] uniqueidentifier NULL,
        [reserve_outcome_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [reserve_outcome_value] varbinary(max) NULL,
        [release_outcome_id] uniqueidentifier NULL,
        [release_outcome_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [release_outcome_value] varbinary(max) NULL,
        [version] bigint NOT NULL,
        [created_at] datetime2(3) NOT NULL,
        [updated_at] datetime2(3) NOT NULL,
        CONSTRAINT [PK_reservations] PRIMARY KEY NONCLUSTERED ([order_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    CREATE TABLE [stock_items] (
        [sku] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [on_hand] bigint NOT NULL,
        [reserved] bigint NOT NULL,
        [version] bigint NOT NULL,
        [updated_at] datetime2(3) NOT NULL,
        CONSTRAINT [PK_stock_items] PRIMARY KEY ([sku])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    CREATE CLUSTERED INDEX [ix_dead_letters_failed_at] ON [dead_letters] ([failed_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_dead_letters_open] ON [dead_letters] ([discarded_at], [replay_count], [reason]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    CREATE INDEX [ix_operator_actions_correlation_id] ON [operator_actions] ([correlation_id], [seq]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    CREATE UNIQUE INDEX [ux_operator_actions_id] ON [operator_actions] ([id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    CREATE CLUSTERED INDEX [ix_reservations_created_at] ON [reservations] ([created_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128012823_InitialCreate'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128012823_InitialCreate', N'10.0.14');
END;

COMMIT;
GO

