using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Tests.Messaging;

/// <summary>Errors of SQL Server as the driver makes them; nobody else may.</summary>
internal static class SqlServerError
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static SqlException Of(int number, int severity, string message = "")
    {
        var make = typeof(SqlError).GetConstructors(Hidden).MaxBy(constructor => constructor.GetParameters().Length)!;
        var error = make.Invoke([.. make.GetParameters().Select(parameter => parameter switch
        {
            { Name: "infoNumber" } => number,
            { Name: "errorClass" } => (byte)severity,
            { Name: "errorMessage" } => message,
            { ParameterType: var type } when type == typeof(string) => "",
            { ParameterType.IsValueType: true } => Activator.CreateInstance(parameter.ParameterType),
            _ => null,
        })]);
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        var create = typeof(SqlException).GetMethod(
            "CreateException", Hidden, [typeof(SqlErrorCollection), typeof(string)])!;
        return (SqlException)create.Invoke(null, [errors, "15.0"])!;
    }
}
