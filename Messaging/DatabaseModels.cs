using Microsoft.EntityFrameworkCore;

namespace Messaging;

/// <summary>The model of a database on each kind it can live on: one class per kind, as migrations need it.</summary>
public sealed record DatabaseModels<TContext>(
    Func<DbContextOptions, TContext> Sqlite, Func<DbContextOptions, TContext> PostgreSql,
    Func<DbContextOptions, TContext> SqlServer);
