using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Orders.Hosting;

/// <summary>The credentials as they are compared: hashed, and each of them with every key that comes.</summary>
internal sealed class AccessKeys(IOptions<AccessOptions> options)
{
    private readonly (byte[] Hash, string Name, string Role)[] keys =
        [.. options.Value.Keys.Select(key => (HashOf(key.Key), key.Name, key.Role))];

    public bool HasOperator => keys.Any(key => key.Role is Roles.Reader or Roles.Actor);

    /// <summary>Whose key it is; null where it is nobody's. Takes as long for one as for the other.</summary>
    public (string Name, string Role)? Find(string presented)
    {
        var hash = HashOf(presented);
        (string, string)? found = null;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
                found = (key.Name, key.Role);
        }

        return found;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
