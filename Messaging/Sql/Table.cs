using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;

namespace Messaging;

/// <summary>
/// The shape of a table whose rows are written by prepared statements: declared once, it makes the statements, reads
/// the rows and feeds the EF model that migrations are made from.
/// </summary>
public abstract class Table(string name)
{
    private TableStatements? statements;

    /// <summary>The table's name in the database.</summary>
    public string Name { get; } = name;

    /// <summary>All columns in the order of their declaration.</summary>
    public IReadOnlyList<Column> Columns => ColumnList;

    /// <summary>Further indexes.</summary>
    public IReadOnlyList<TableIndex> Indexes => IndexList;

    /// <summary>The class of a row.</summary>
    public abstract Type RowType { get; }

    private protected List<Column> ColumnList { get; } = [];

    private protected List<TableIndex> IndexList { get; } = [];

    internal Column? VersionColumn => ColumnList.Find(column => column.Role == ColumnRole.Version);

    internal TableStatements Statements => statements ??= new TableStatements(this);
}

/// <summary>What a column is to the statements that write it.</summary>
public enum ColumnRole
{
    /// <summary>Written by an insert, never changed.</summary>
    Fixed,

    /// <summary>Written by inserts and updates.</summary>
    Changing,

    /// <summary>Another with every update; an update or a delete hits only the version that was read.</summary>
    Version,

    /// <summary>Given by the database, growing.</summary>
    Sequence,
}

/// <summary>A column of a <see cref="Table"/>.</summary>
public sealed record Column(
    string Name, PropertyInfo Property, ColumnRole Role, bool IsKey, bool IsNullable, int? MaxLength,
    Func<object, object?> Read)
{
    /// <summary>The column's type without its nullability.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;
}

/// <summary>An index of a <see cref="Table"/>.</summary>
public sealed record TableIndex(string Name, IReadOnlyList<Column> Columns, bool IsUnique);

/// <inheritdoc/>
/// <typeparam name="TRow">A sealed record with init-only properties: rows are replaced, never changed.</typeparam>
/// <typeparam name="TKey">What identifies a row: a value, or a record struct of several.</typeparam>
public sealed class Table<TRow, TKey> : Table
    where TRow : class
    where TKey : notnull
{
    private static readonly NullabilityInfoContext Nullability = new();
    private readonly Func<TRow, TKey> keyOf;
    private readonly Func<TKey, object[]> keyValues;
    private Func<DbDataReader, TRow>? materialize;
    private IComparer<TRow>? order;

    /// <param name="name">The table's name.</param>
    /// <param name="keyOf">The key of a row.</param>
    /// <param name="keyValues">
    /// The values of a key in the order of the key columns; null for a key of one column.
    /// </param>
    public Table(string name, Func<TRow, TKey> keyOf, Func<TKey, object[]>? keyValues = null)
        : base(name)
    {
        this.keyOf = keyOf;
        this.keyValues = keyValues ?? (key => [key]);
    }

    /// <inheritdoc/>
    public override Type RowType => typeof(TRow);

    /// <summary>A column of the key.</summary>
    public Table<TRow, TKey> Key<T>(Expression<Func<TRow, T>> property, int? maxLength = null) =>
        Add(property, ColumnRole.Fixed, isKey: true, maxLength);

    /// <summary>A column that an insert writes and nothing changes.</summary>
    public Table<TRow, TKey> Fixed<T>(Expression<Func<TRow, T>> property, int? maxLength = null) =>
        Add(property, ColumnRole.Fixed, isKey: false, maxLength);

    /// <summary>A column that updates write too.</summary>
    public Table<TRow, TKey> Changing<T>(Expression<Func<TRow, T>> property, int? maxLength = null) =>
        Add(property, ColumnRole.Changing, isKey: false, maxLength);

    /// <summary>
    /// The column that guards updates: an update that finds another version than was read is a conflict.
    /// </summary>
    public Table<TRow, TKey> Version<T>(Expression<Func<TRow, T>> property) =>
        Add(property, ColumnRole.Version, isKey: false, maxLength: null);

    /// <summary>The number that the database gives a row; the table is stored in its order.</summary>
    public Table<TRow, TKey> Sequence(Expression<Func<TRow, long>> property) =>
        Add(property, ColumnRole.Sequence, isKey: false, maxLength: null);

    /// <summary>A further index.</summary>
    public Table<TRow, TKey> Index(string name, bool unique, params Expression<Func<TRow, object?>>[] properties)
    {
        var columns = properties.Select(PropertyOf).Select(p => ColumnList.Single(c => c.Property == p)).ToList();
        IndexList.Add(new TableIndex(name, columns, unique));
        return this;
    }

    internal TKey KeyOf(TRow row) => keyOf(row);

    /// <summary>
    /// The order in which rows are written. Where the database numbers them it is that of the first column of the key
    /// alone, so that rows that share it keep theirs.
    /// </summary>
    internal IComparer<TRow> Order => order ??= Comparer<TRow>.Create(Compare);

    internal object[] KeyValues(TKey key) => keyValues(key);

    /// <summary>Reads a row from a reader that selects all columns in the order of their declaration.</summary>
    internal TRow Materialize(DbDataReader reader) => (materialize ??= RowReader.Compile<TRow>(ColumnList))(reader);

    private int Compare(TRow left, TRow right)
    {
        foreach (var column in Statements.Ordering)
        {
            var difference = (column.Read(left), column.Read(right)) switch
            {
                // The same on every machine, whatever its culture.
                (string one, string other) => string.CompareOrdinal(one, other),
                var (one, other) => Comparer<object>.Default.Compare(one, other),
            };
            if (difference != 0)
                return difference;
        }

        return 0;
    }

    private Table<TRow, TKey> Add(LambdaExpression expression, ColumnRole role, bool isKey, int? maxLength)
    {
        var property = PropertyOf(expression);
        var nullable = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType
                && Nullability.Create(property).ReadState == NullabilityState.Nullable);
        ColumnList.Add(new Column(
            SnakeCase.Of(property.Name), property, role, isKey, nullable, maxLength, RowReader.Getter(property)));
        return this;
    }

    private static PropertyInfo PropertyOf(LambdaExpression expression) =>
        (expression.Body is UnaryExpression { Operand: var operand } ? operand : expression.Body)
            is MemberExpression { Member: PropertyInfo property }
            ? property
            : throw new ArgumentException($"'{expression}' is not a property of the row: write row => row.Property.");
}
