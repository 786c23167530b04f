using NUnit.Framework.Internal;

namespace Tests.Messaging;

/// <summary>Fixtures that run on several servers, each with the category of what it needs.</summary>
internal static class Fixtures
{
    public static TestFixtureData On(object server, string category)
    {
        var data = new TestFixtureData(server).SetArgDisplayNames(server.ToString()!);
        data.Properties.Add(PropertyNames.Category, category);
        return data;
    }
}
