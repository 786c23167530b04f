using System.Linq.Expressions;
using Messaging;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// Makes the declared tables part of an EF model, so that migrations make them and queries read them.
/// </summary>
public static class ModelConfiguration
{
    /// <summary>
    /// Every database with a group commit has an outbox, dead letters, and what operators did about them.
    /// </summary>
    public static void MapOutbox(this ModelBuilder model)
    {
        model.MapTable(OutboxTables.Outbox);
        model.MapTable(OutboxTables.Owners);
        model.MapTable(DeadLetterTable.Table);
        model.MapTable(OperatorActionTable.Table);
    }

    /// <summary>What sagas need beside their instances.</summary>
    public static void MapSagaTables(this ModelBuilder model)
    {
        model.MapTable(SagaHistoryTable.Table);
        model.MapTable(DeadlineTable.Table);
        model.MapTable(KnownTopicTable.Table);
    }

    /// <summary>Maps a declared table.</summary>
    public static void MapTable(this ModelBuilder model, Table table)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        var entity = model.Entity(table.RowType).ToTable(table.Name);
        var key = table.Columns.Where(column => column.IsKey).Select(column => column.Property.Name).ToArray();
        foreach (var column in table.Columns)
        {
            var property = entity.Property(column.Property.PropertyType, column.Property.Name)
                .HasColumnName(column.Name)
                .IsRequired(!column.IsNullable);
            if (column.Role != ColumnRole.Sequence)
                property.ValueGeneratedNever();
            if (column.MaxLength is { } length)
                property.HasMaxLength(length);
        }

        // With a number of its own a table is stored in that order, and what identifies a row is an index.
        if (table.Columns.SingleOrDefault(column => column.Role == ColumnRole.Sequence) is { } sequence)
        {
            entity.HasKey(sequence.Property.Name);
            entity.Property(sequence.Property.Name).ValueGeneratedOnAdd();
            var keyColumns = table.Columns.Where(column => column.IsKey).Select(column => column.Name);
            entity.HasIndex(key).IsUnique().HasDatabaseName($"ux_{table.Name}_{string.Join('_', keyColumns)}");
        }
        else
        {
            entity.HasKey(key);
        }

        foreach (var index in table.Indexes)
            entity.HasIndex(index.Columns.Select(column => column.Property.Name).ToArray())
                .IsUnique(index.IsUnique)
                .HasDatabaseName(index.Name);
    }

    /// <summary>Names the columns of a class as the declared tables name theirs, where nothing else was said.</summary>
    public static void UseSnakeCaseColumns<TEntity>(this EntityTypeBuilder<TEntity> entity)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(entity);
        foreach (var property in entity.Metadata.GetProperties())
        {
            if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
                property.SetColumnName(SnakeCase.Of(property.Name));
        }
    }

    /// <summary>SQLite keeps ids and times as the text that <see cref="SqliteDialect"/> writes.</summary>
    public static void UseSqliteText(this ModelConfigurationBuilder conventions)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        conventions.Properties<Guid>().HaveConversion<SqliteText.GuidText>();
        conventions.Properties<DateTime>().HaveConversion<SqliteText.TimeText>();
    }

    /// <summary>
    /// SQL Server keeps times to the millisecond, and compares text as <see cref="SqlServerDialect"/> says.
    /// </summary>
    public static void UseSqlServerTypes(this ModelConfigurationBuilder conventions)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        conventions.Properties<DateTime>().HavePrecision(3).HaveConversion<UtcTime>();
        conventions.Properties<string>().UseCollation(SqlServerDialect.Collation);
    }

    /// <summary>
    /// SQL Server stores a table in the order of its primary key unless told otherwise: rows with random ids would each
    /// go to another page. This stores them in the order of a time.
    /// </summary>
    public static void StoreInOrderOf<TRow>(this ModelBuilder model, Expression<Func<TRow, object?>> time)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(model);
        var entity = model.Entity<TRow>();
        entity.Metadata.FindPrimaryKey()!.SetIsClustered(false);
        var index = entity.HasIndex(time).IsClustered().Metadata;
        var columns = index.Properties.Select(property => property.GetColumnName());
        index.SetDatabaseName($"ix_{entity.Metadata.GetTableName()}_{string.Join('_', columns)}");
    }

    /// <summary>What comes out of a column without an offset is UTC, as what went in.</summary>
    internal sealed class UtcTime() : ValueConverter<DateTime, DateTime>(
        time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
