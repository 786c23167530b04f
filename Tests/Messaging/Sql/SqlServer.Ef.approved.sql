-- Inspection.FindOrder
SELECT TOP(2) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[id] = @id
GO

-- Inspection.FindOrder of a shop
SELECT TOP(2) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[submitted_by] = @shop AND [o].[id] = @id
GO

-- Inspection.ListOrders of all
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders on a later page
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[seq] < @seq
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders of a shop
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[submitted_by] = @shop
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders of a status
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[status] = @_8__locals1_filter_Statuses1
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders of several statuses
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[status] IN (@_8__locals1_filter_Statuses1, @_8__locals1_filter_Statuses2, @_8__locals1_filter_Statuses3, @_8__locals1_filter_Statuses4)
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders of a state
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[status] = @statuses1 AND [o].[state] = @_8__locals2_8__locals1_filter_States1
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders of a customer
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[customer_id] = @customer
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders of a time
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[created_at] > @after AND [o].[created_at] < @until
ORDER BY [o].[seq] DESC
GO

-- Inspection.ListOrders by everything
SELECT TOP(@p) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[submitted_by] = @shop AND [o].[status] = @_8__locals1_filter_Statuses1 AND [o].[status] IN (@statuses1, @statuses2, @statuses3, @statuses4) AND [o].[state] IN (@_8__locals2_8__locals1_filter_States1, @_8__locals2_8__locals1_filter_States2, @_8__locals2_8__locals1_filter_States3, @_8__locals2_8__locals1_filter_States4, @_8__locals2_8__locals1_filter_States5, @_8__locals2_8__locals1_filter_States6, @_8__locals2_8__locals1_filter_States7, @_8__locals2_8__locals1_filter_States8, @_8__locals2_8__locals1_filter_States9, @_8__locals2_8__locals1_filter_States10) AND [o].[customer_id] = @customer AND [o].[created_at] > @after AND [o].[created_at] < @until AND [o].[seq] < @seq
ORDER BY [o].[seq] DESC
GO

-- Inspection.FindOrderAndSaga
SELECT TOP(2) [o].[seq], [o].[cancellation], [o].[created_at], [o].[currency], [o].[customer_id], [o].[detail], [o].[ended_at], [o].[id], [o].[lines], [o].[payment_token], [o].[reason], [o].[state], [o].[status], [o].[submitted_by], [o].[total_minor], [o].[updated_at], [o].[version]
FROM [orders] AS [o]
WHERE [o].[id] = @id
GO

-- Inspection.FindOrderAndSaga
SELECT TOP(2) [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] = @id
GO

-- Inspection.FindSaga
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [orders] AS [o]
        WHERE [o].[id] = @id) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
GO

-- Inspection.FindSaga
SELECT TOP(2) [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] = @id
GO

-- Inspection.FindSaga
SELECT [d].[token], [d].[asked], [d].[asked_at], [d].[asked_since], [d].[attempt], [d].[claimed_until], [d].[correlation_id], [d].[due_at], [d].[message_type], [d].[name], [d].[trace_parent], [d].[value]
FROM [deadlines] AS [d]
WHERE [d].[correlation_id] = @id
ORDER BY [d].[due_at]
GO

-- Inspection.FindSaga
SELECT TOP(2) [s].[name], [s].[definition], [s].[updated_at]
FROM [saga_definitions] AS [s]
WHERE [s].[name] = N'order'
GO

-- Inspection.FindSaga of a shop
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [orders] AS [o]
        WHERE [o].[submitted_by] = @shop AND [o].[id] = @id) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
GO

-- Inspection.FindSaga of a shop
SELECT TOP(2) [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] = @id
GO

-- Inspection.FindSaga of a shop
SELECT [d].[token], [d].[asked], [d].[asked_at], [d].[asked_since], [d].[attempt], [d].[claimed_until], [d].[correlation_id], [d].[due_at], [d].[message_type], [d].[name], [d].[trace_parent], [d].[value]
FROM [deadlines] AS [d]
WHERE [d].[correlation_id] = @id
ORDER BY [d].[due_at]
GO

-- Inspection.FindSaga of a shop
SELECT TOP(2) [s].[name], [s].[definition], [s].[updated_at]
FROM [saga_definitions] AS [s]
WHERE [s].[name] = N'order'
GO

-- Inspection.ReadHistory
SELECT [s].[seq], [s].[at], [s].[direction], [s].[message_id], [s].[payload], [s].[saga_id], [s].[state_after], [s].[state_before], [s].[type], [s].[version]
FROM [saga_history] AS [s]
WHERE [s].[saga_id] = @id
ORDER BY [s].[seq]
GO

-- Inspection.ReadHistory of a shop
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [orders] AS [o]
        WHERE [o].[submitted_by] = @shop AND [o].[id] = @id) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
GO

-- Inspection.ReadHistory of a shop
SELECT [s].[seq], [s].[at], [s].[direction], [s].[message_id], [s].[payload], [s].[saga_id], [s].[state_after], [s].[state_before], [s].[type], [s].[version]
FROM [saga_history] AS [s]
WHERE [s].[saga_id] = @id
ORDER BY [s].[seq]
GO

-- Inspection.FindDefinition
SELECT TOP(2) [s].[definition]
FROM [saga_definitions] AS [s]
WHERE [s].[name] = N'order'
GO

-- Inspection.CountOpenOrders
SELECT COUNT(*)
FROM (
    SELECT TOP(@p) 1 AS empty
    FROM [orders] AS [o]
    WHERE [o].[submitted_by] = @shop AND [o].[status] IN (N'processing', N'cancelling')
) AS [o0]
GO

-- Inspection.CountUnsent
SELECT COUNT(*)
FROM (
    SELECT TOP(@p) 1 AS empty
    FROM [outbox] AS [o]
) AS [o0]
GO

-- Inspection.IsAnswered
SELECT CASE
    WHEN EXISTS (
        SELECT 1
        FROM [idempotent_answers] AS [i]
        WHERE [i].[key_hash] = @key) THEN CAST(1 AS bit)
    ELSE CAST(0 AS bit)
END
GO

-- Inspection.ReadExpiredKeys
SELECT TOP(@p) [i].[key_hash]
FROM [idempotent_answers] AS [i]
WHERE [i].[expires_at] <= @now
ORDER BY [i].[expires_at]
GO

-- HistoryFeed.FindNewest
SELECT MAX([s].[seq])
FROM [saga_history] AS [s]
GO

-- HistoryFeed.ReadNumbers
SELECT [s].[seq]
FROM [saga_history] AS [s]
WHERE [s].[seq] > @after AND [s].[seq] <= @until
ORDER BY [s].[seq]
GO

-- HistoryFeed.ReadAfter
SELECT [s0].[seq], [s0].[saga_id], [s0].[message_id], [s0].[version], [s0].[type], [s0].[direction], [s0].[at], [s0].[state_before], [s0].[state_after], CASE
    WHEN [s0].[version] IS NULL THEN 0x
    ELSE [s0].[payload]
END, [o].[submitted_by]
FROM (
    SELECT TOP(@p) [s].[seq], [s].[at], [s].[direction], [s].[message_id], [s].[payload], [s].[saga_id], [s].[state_after], [s].[state_before], [s].[type], [s].[version]
    FROM [saga_history] AS [s]
    WHERE [s].[seq] > @after AND [s].[seq] <= @until
    ORDER BY [s].[seq]
) AS [s0]
LEFT JOIN [orders] AS [o] ON [s0].[saga_id] = [o].[id]
ORDER BY [s0].[seq]
GO

-- HistoryFeed.ReadWithin
SELECT [m0].[seq], [m0].[saga_id], [m0].[message_id], [m0].[version], [m0].[type], [m0].[direction], [m0].[at], [m0].[state_before], [m0].[state_after], CASE
    WHEN [m0].[version] IS NULL THEN 0x
    ELSE [m0].[payload]
END, [o].[submitted_by]
FROM (
    SELECT TOP(@p10) [m].[seq], [m].[at], [m].[direction], [m].[message_id], [m].[payload], [m].[saga_id], [m].[state_after], [m].[state_before], [m].[type], [m].[version]
    FROM (
        SELECT t.*
        FROM OPENJSON(@p0) WITH (first_number bigint '$[0]', last_number bigint '$[1]') AS r
        CROSS APPLY (
            SELECT TOP (@p1) * FROM saga_history
            WHERE seq BETWEEN r.first_number AND r.last_number
            ORDER BY seq
        ) AS t
    ) AS [m]
    ORDER BY [m].[seq]
) AS [m0]
LEFT JOIN [orders] AS [o] ON [m0].[saga_id] = [o].[id]
ORDER BY [m0].[seq]
GO

-- HistoryFeed.FindStart
SELECT TOP(1) [s].[at]
FROM [saga_history] AS [s]
WHERE [s].[seq] > @p AND [s].[seq] <= @seq
ORDER BY [s].[seq] DESC
GO

-- HistoryFeed.FindStart
SELECT TOP(1) [s].[seq]
FROM [saga_history] AS [s]
WHERE [s].[seq] > @p AND [s].[seq] <= @seq AND [s].[at] >= @oldest
ORDER BY [s].[seq]
GO

-- HistoryFeed.ReadSteps
SELECT TOP(@p) [s].[seq], [s].[at], [s].[direction], [s].[message_id], [s].[payload], [s].[saga_id], [s].[state_after], [s].[state_before], [s].[type], [s].[version]
FROM [saga_history] AS [s]
WHERE [s].[saga_id] = @id AND [s].[version] > @after
ORDER BY [s].[version]
GO

-- OperatorRecords.List of all
SELECT TOP(@p) [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
ORDER BY [d].[failed_at] DESC, [d].[id] DESC
GO

-- OperatorRecords.List on a later page
SELECT TOP(@p) [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
WHERE [d].[failed_at] < @last_At OR ([d].[failed_at] = @last_At AND [d].[id] < @last_Id)
ORDER BY [d].[failed_at] DESC, [d].[id] DESC
GO

-- OperatorRecords.List that are open
SELECT TOP(@p) [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
WHERE [d].[discarded_at] IS NULL AND [d].[replay_count] = 0
ORDER BY [d].[failed_at] DESC, [d].[id] DESC
GO

-- OperatorRecords.List that are replayed
SELECT TOP(@p) [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
WHERE [d].[discarded_at] IS NULL AND [d].[replay_count] > 0
ORDER BY [d].[failed_at] DESC, [d].[id] DESC
GO

-- OperatorRecords.List that are discarded
SELECT TOP(@p) [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
WHERE [d].[discarded_at] IS NOT NULL
ORDER BY [d].[failed_at] DESC, [d].[id] DESC
GO

-- OperatorRecords.List by everything
SELECT TOP(@p) [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
WHERE [d].[reader_group] = @Group AND [d].[reason] = @Reason AND [d].[message_type] = @Type AND [d].[exception_type] = @ExceptionType AND [d].[topic] = @Topic AND [d].[record_key] = @key AND [d].[failed_at] > @after AND [d].[failed_at] < @before AND [d].[discarded_at] IS NULL AND [d].[replay_count] = 0 AND ([d].[failed_at] < @last_At OR ([d].[failed_at] = @last_At AND [d].[id] < @last_Id))
ORDER BY [d].[failed_at] DESC, [d].[id] DESC
GO

-- OperatorRecords.Count
SELECT [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message_type], COUNT(*), MIN([d].[failed_at]), MAX([d].[failed_at])
FROM [dead_letters] AS [d]
GROUP BY [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message_type]
GO

-- OperatorRecords.Count of a reason
SELECT [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message_type], COUNT(*), MIN([d].[failed_at]), MAX([d].[failed_at])
FROM [dead_letters] AS [d]
WHERE [d].[reason] = @Reason
GROUP BY [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message_type]
GO

-- OperatorRecords.Find
SELECT TOP(2) [d].[id], [d].[attempts], [d].[discard_reason], [d].[discarded_at], [d].[discarded_by], [d].[exception_type], [d].[failed_at], [d].[headers], [d].[message], [d].[message_id], [d].[message_type], [d].[reader_group], [d].[reason], [d].[record_key], [d].[record_offset], [d].[record_partition], [d].[record_time], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[stack_trace], [d].[topic], [d].[value], [d].[version]
FROM [dead_letters] AS [d]
WHERE [d].[id] = @id
GO

-- OperatorRecords.Select by a filter
SELECT COUNT(*)
FROM [dead_letters] AS [d]
WHERE [d].[topic] = @Topic AND [d].[discarded_at] IS NULL
GO

-- OperatorRecords.Select by a filter
SELECT TOP(@p) [d].[id] AS [Id], CAST(DATALENGTH([d].[value]) AS int) + CAST(DATALENGTH([d].[headers]) AS int) AS [Bytes]
FROM [dead_letters] AS [d]
WHERE [d].[topic] = @Topic AND [d].[discarded_at] IS NULL
ORDER BY [d].[failed_at], [d].[id]
GO

-- OperatorRecords.Select one
SELECT [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
WHERE [d].[id] = @ids1
GO

-- OperatorRecords.Select several
SELECT [d].[id], [d].[reader_group], [d].[reason], [d].[exception_type], [d].[message], [d].[attempts], [d].[topic], [d].[record_partition], [d].[record_offset], [d].[record_time], [d].[failed_at], [d].[message_type], [d].[message_id], [d].[record_key], [d].[replay_count], [d].[replayed_at], [d].[replayed_by], [d].[discarded_at], [d].[discarded_by], [d].[discard_reason]
FROM [dead_letters] AS [d]
WHERE [d].[id] IN (@ids1, @ids2, @ids3)
GO

-- OperatorRecords.ListActions
SELECT TOP(@p) [o].[seq], [o].[action], [o].[action_id], [o].[actor], [o].[answer], [o].[at], [o].[correlation_id], [o].[fingerprint], [o].[id], [o].[is_done], [o].[message_id], [o].[reason]
FROM [operator_actions] AS [o]
ORDER BY [o].[at] DESC, [o].[id] DESC
GO

-- OperatorRecords.ListActions by everything
SELECT TOP(@p) [o].[seq], [o].[action], [o].[action_id], [o].[actor], [o].[answer], [o].[at], [o].[correlation_id], [o].[fingerprint], [o].[id], [o].[is_done], [o].[message_id], [o].[reason]
FROM [operator_actions] AS [o]
WHERE [o].[correlation_id] = @id AND [o].[actor] = @Actor AND [o].[action] = @Action AND [o].[at] > @after AND [o].[at] < @before AND ([o].[at] < @last_At OR ([o].[at] = @last_At AND [o].[id] < @last_Id))
ORDER BY [o].[at] DESC, [o].[id] DESC
GO

-- OperatorRecords.FindAction
SELECT TOP(2) [o].[seq], [o].[action], [o].[action_id], [o].[actor], [o].[answer], [o].[at], [o].[correlation_id], [o].[fingerprint], [o].[id], [o].[is_done], [o].[message_id], [o].[reason]
FROM [operator_actions] AS [o]
WHERE [o].[id] = @id
GO

-- sagas are loaded
SELECT [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] = @wanted1
GO

-- sagas are loaded together
SELECT [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] IN (@wanted1, @wanted2, @wanted3, @wanted4, @wanted5)
GO

-- sagas are added
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [sagas] ([order_id], [asked], [asked_since], [captured_minor], [currency], [current_state], [detail], [due_at], [ended_at], [last_fault], [payment_id], [payment_is_undone], [payment_status], [reason], [refund_is_waived], [refunded_minor], [shortages], [started_at], [step_deadline], [stock_is_undone], [stock_status], [total_minor], [undo_deadline], [updated_at], [version])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24);
GO

-- sagas are added together
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [sagas] ([order_id], [asked], [asked_since], [captured_minor], [currency], [current_state], [detail], [due_at], [ended_at], [last_fault], [payment_id], [payment_is_undone], [payment_status], [reason], [refund_is_waived], [refunded_minor], [shortages], [started_at], [step_deadline], [stock_is_undone], [stock_status], [total_minor], [undo_deadline], [updated_at], [version])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24),
(@p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33, @p34, @p35, @p36, @p37, @p38, @p39, @p40, @p41, @p42, @p43, @p44, @p45, @p46, @p47, @p48, @p49),
(@p50, @p51, @p52, @p53, @p54, @p55, @p56, @p57, @p58, @p59, @p60, @p61, @p62, @p63, @p64, @p65, @p66, @p67, @p68, @p69, @p70, @p71, @p72, @p73, @p74),
(@p75, @p76, @p77, @p78, @p79, @p80, @p81, @p82, @p83, @p84, @p85, @p86, @p87, @p88, @p89, @p90, @p91, @p92, @p93, @p94, @p95, @p96, @p97, @p98, @p99),
(@p100, @p101, @p102, @p103, @p104, @p105, @p106, @p107, @p108, @p109, @p110, @p111, @p112, @p113, @p114, @p115, @p116, @p117, @p118, @p119, @p120, @p121, @p122, @p123, @p124);
GO

-- sagas are changed
SELECT [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] = @wanted1
GO

-- sagas are changed
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
UPDATE [sagas] SET [current_state] = @p0, [version] = @p1
OUTPUT 1
WHERE [order_id] = @p2 AND [version] = @p3;
GO

-- sagas are changed in everything
SELECT [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] = @wanted1
GO

-- sagas are changed in everything
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
UPDATE [sagas] SET [asked] = @p0, [asked_since] = @p1, [captured_minor] = @p2, [currency] = @p3, [current_state] = @p4, [detail] = @p5, [due_at] = @p6, [ended_at] = @p7, [last_fault] = @p8, [payment_id] = @p9, [payment_is_undone] = @p10, [payment_status] = @p11, [reason] = @p12, [refund_is_waived] = @p13, [refunded_minor] = @p14, [shortages] = @p15, [started_at] = @p16, [step_deadline] = @p17, [stock_is_undone] = @p18, [stock_status] = @p19, [total_minor] = @p20, [undo_deadline] = @p21, [updated_at] = @p22, [version] = @p23
OUTPUT 1
WHERE [order_id] = @p24 AND [version] = @p25;
GO

-- sagas are removed
SELECT [s].[order_id], [s].[asked], [s].[asked_since], [s].[captured_minor], [s].[currency], [s].[current_state], [s].[detail], [s].[due_at], [s].[ended_at], [s].[last_fault], [s].[payment_id], [s].[payment_is_undone], [s].[payment_status], [s].[reason], [s].[refund_is_waived], [s].[refunded_minor], [s].[shortages], [s].[started_at], [s].[step_deadline], [s].[stock_is_undone], [s].[stock_status], [s].[total_minor], [s].[undo_deadline], [s].[updated_at], [s].[version]
FROM [sagas] AS [s]
WHERE [s].[order_id] = @wanted1
GO

-- sagas are removed
SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
DELETE FROM [sagas]
OUTPUT 1
WHERE [order_id] = @p0 AND [version] = @p1;
GO

-- GET /payments/{orderId}
SELECT TOP(2) [p].[order_id], [p].[amount_minor], [p].[calls], [p].[captured_minor], [p].[charge_outcome_id], [p].[charge_outcome_type], [p].[charge_outcome_value], [p].[conversation_id], [p].[created_at], [p].[currency], [p].[is_undone], [p].[is_waived], [p].[payment_id], [p].[payment_token], [p].[refund_attempts], [p].[refund_outcome_id], [p].[refund_outcome_type], [p].[refund_outcome_value], [p].[refunded_minor], [p].[status], [p].[trace_parent], [p].[updated_at], [p].[version], [p].[waiver_outcome_id], [p].[waiver_outcome_type], [p].[waiver_outcome_value]
FROM [payments] AS [p]
WHERE [p].[order_id] = @orderId
GO

-- GET /stock
SELECT [s].[sku], [s].[on_hand], [s].[reserved], [s].[updated_at], [s].[version]
FROM [stock_items] AS [s]
ORDER BY [s].[sku]
GO

-- GET /stock/{sku}
SELECT TOP(2) [s].[sku], [s].[on_hand], [s].[reserved], [s].[updated_at], [s].[version]
FROM [stock_items] AS [s]
WHERE [s].[sku] = @sku
GO

-- migrations that are missing
SELECT 1
GO

-- migrations that are missing
SELECT OBJECT_ID(N'[__EFMigrationsHistory]');
GO

-- migrations that are missing
SELECT [MigrationId], [ProductVersion]
FROM [__EFMigrationsHistory]
ORDER BY [MigrationId];
GO

