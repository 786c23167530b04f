using System.Reflection;
using System.Runtime.InteropServices;

namespace Messaging;

/// <summary>
/// Finds librdkafka as Confluent.Kafka does, so that both use one copy: its package has builds for several kinds of
/// Linux, of which the first needs libsasl2.so.3, that Debian does not have.
/// </summary>
internal static class NativeClient
{
    /// <summary>What the imports of this assembly call it.</summary>
    public const string Name = "librdkafka";

    private static readonly string[] Builds =
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            ? ["alpine-librdkafka"]
            : [Name, "centos8-librdkafka", "alpine-librdkafka"];

    /// <summary>Runs once, and whoever comes meanwhile waits for it.</summary>
    static NativeClient() => NativeLibrary.SetDllImportResolver(typeof(NativeClient).Assembly, Resolve);

    /// <summary>To be called before the first import is used.</summary>
    public static void Register()
    {
        // To be called is enough
    }

    /// <summary>Nothing where no build can be loaded: the import then says why, for the first of them.</summary>
    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name)
            return IntPtr.Zero;
        foreach (var build in Builds)
        {
            if (NativeLibrary.TryLoad(build, assembly, searchPath, out var library))
                return library;
        }

        return IntPtr.Zero;
    }
}
