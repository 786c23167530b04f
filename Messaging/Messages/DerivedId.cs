using System.Security.Cryptography;
using System.Text;

namespace Messaging;

/// <summary>An id that follows from a name: whoever derives it again gets the same one.</summary>
public static class DerivedId
{
    /// <summary>The id of a name, made from its hash.</summary>
    public static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
