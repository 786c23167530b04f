using Contracts;

namespace Tests.Contracts;

/// <summary>A message of any type with something in every member.</summary>
internal static class Samples
{
    public static IEnumerable<TestCaseData> EveryContract() =>
        Catalogue.All.Select(contract => new TestCaseData(contract).SetArgDisplayNames(contract.Type.Name));

    public static object Of(Type type)
    {
        var constructor = type.GetConstructors().Single();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => ValueOf(p.ParameterType, p.Name!))]);
    }

    private static object ValueOf(Type type, string name)
    {
        if (type == typeof(Guid))
            return new Guid("0193a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b");
        if (type == typeof(string))
            return $"{name} \"ä€\" </>";
        if (type == typeof(int))
            return int.MaxValue;
        if (type == typeof(long) || type == typeof(long?))
            return long.MaxValue;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var items = Array.CreateInstance(type.GenericTypeArguments[0], 2);
            items.SetValue(Of(items.GetType().GetElementType()!), 0);
            items.SetValue(Of(items.GetType().GetElementType()!), 1);
            return items;
        }

        throw new NotSupportedException($"There is no sample of {type} for '{name}' yet: add one here.");
    }
}
