using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Messaging;

/// <summary>How EF writes what <see cref="SqliteDialect"/> writes too.</summary>
internal static class SqliteText
{
    internal sealed class GuidText() : ValueConverter<Guid, string>(id => id.ToString(), text => Guid.Parse(text));

    internal sealed class TimeText() : ValueConverter<DateTime, string>(
        time => time.ToString(SqliteDialect.TimeFormat, CultureInfo.InvariantCulture),
        text => DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc));
}
