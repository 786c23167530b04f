using System.Collections;
using System.Data.Common;
using System.Globalization;

namespace Tests.Messaging;

/// <summary>Rows that no database has: those given, or one that has something in every column.</summary>
internal sealed class OfflineRows(object?[][]? rows) : DbDataReader
{
    private static readonly DateTime At = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    private int index = -1;

    public override int Depth => 0;

    public override int FieldCount => 100;

    public override bool HasRows => rows is not [];

    public override bool IsClosed => false;

    public override int RecordsAffected => 1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => throw new NotSupportedException();

    public override bool Read() => ++index < (rows?.Length ?? 1);

    /// <summary>As many results as anybody wants, each of them these rows.</summary>
    public override bool NextResult()
    {
        index = -1;
        return true;
    }

    public override bool IsDBNull(int ordinal) => rows is not null && rows[index][ordinal] is null;

    public override object GetValue(int ordinal) => rows is null ? 1 : rows[index][ordinal] ?? DBNull.Value;

    public override bool GetBoolean(int ordinal) => Of<bool>(ordinal) ?? true;

    public override byte GetByte(int ordinal) => Of<byte>(ordinal) ?? 1;

    public override char GetChar(int ordinal) => Of<char>(ordinal) ?? '1';

    public override DateTime GetDateTime(int ordinal) => Of<DateTime>(ordinal) ?? At;

    public override decimal GetDecimal(int ordinal) => Of<decimal>(ordinal) ?? 1;

    public override double GetDouble(int ordinal) => Of<double>(ordinal) ?? 1;

    public override float GetFloat(int ordinal) => Of<float>(ordinal) ?? 1;

    public override Guid GetGuid(int ordinal) => Of<Guid>(ordinal) ?? Guid.Empty;

    public override short GetInt16(int ordinal) => Of<short>(ordinal) ?? 1;

    public override int GetInt32(int ordinal) => Of<int>(ordinal) ?? 1;

    public override long GetInt64(int ordinal) => Of<long>(ordinal) ?? 1;

    public override string GetString(int ordinal) => rows is null ? "1" : (string)rows[index][ordinal]!;

    public override T GetFieldValue<T>(int ordinal) =>
        rows is null && typeof(T) == typeof(byte[]) ? (T)(object)Array.Empty<byte>() : base.GetFieldValue<T>(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        throw new NotSupportedException();

    public override string GetDataTypeName(int ordinal) => throw new NotSupportedException();

    public override Type GetFieldType(int ordinal) => typeof(object);

    public override string GetName(int ordinal) => ordinal.ToString(CultureInfo.InvariantCulture);

    public override int GetOrdinal(string name) => throw new NotSupportedException();

    public override int GetValues(object[] values) => throw new NotSupportedException();

    public override IEnumerator GetEnumerator() => throw new NotSupportedException();

    private T? Of<T>(int ordinal)
        where T : struct => rows is null ? null : (T)rows[index][ordinal]!;
}
