using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;

namespace Messaging;

/// <summary>Compiles how a row is read from a data reader and how its columns are read from it.</summary>
internal static class RowReader
{
    public static Func<object, object?> Getter(PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(object));
        var value = Expression.Property(Expression.Convert(row, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), row).Compile();
    }

    public static Func<DbDataReader, TRow> Compile<TRow>(IReadOnlyList<Column> columns)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var bindings = columns.Select((column, ordinal) =>
            Expression.Bind(column.Property, Value(reader, column, ordinal)));
        var row = Expression.MemberInit(Expression.New(typeof(TRow)), bindings);
        return Expression.Lambda<Func<DbDataReader, TRow>>(row, reader).Compile();
    }

    private static Expression Value(ParameterExpression reader, Column column, int ordinal)
    {
        var index = Expression.Constant(ordinal);
        Expression value = column.Type switch
        {
            var type when type == typeof(Guid) => Call(nameof(DbDataReader.GetGuid)),
            var type when type == typeof(string) => Call(nameof(DbDataReader.GetString)),
            var type when type == typeof(long) => Call(nameof(DbDataReader.GetInt64)),
            var type when type == typeof(int) => Call(nameof(DbDataReader.GetInt32)),
            var type when type == typeof(bool) => Call(nameof(DbDataReader.GetBoolean)),
            var type when type == typeof(byte[]) => Expression.Call(
                reader, nameof(DbDataReader.GetFieldValue), [typeof(byte[])], index),
            var type when type == typeof(DateTime) => Expression.Call(
                typeof(DateTime), nameof(DateTime.SpecifyKind), [], Call(nameof(DbDataReader.GetDateTime)),
                Expression.Constant(DateTimeKind.Utc)),
            _ => throw new NotSupportedException(
                $"Column '{column.Name}' has type {column.Type.Name}; use Guid, string, long, int, bool, byte[] or "
                + "DateTime."),
        };

        value = value.Type == column.Property.PropertyType
            ? value
            : Expression.Convert(value, column.Property.PropertyType);
        return column.IsNullable
            ? Expression.Condition(
                Call(nameof(DbDataReader.IsDBNull)), Expression.Default(column.Property.PropertyType), value)
            : value;

        MethodCallExpression Call(string method) => Expression.Call(reader, method, [], index);
    }
}
