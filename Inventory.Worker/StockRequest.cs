using System.Text.Json;
using System.Text.Json.Serialization;
using Orders.Hosting;

namespace Inventory.Worker;

/// <summary>The body of <c>PUT /stock/{sku}</c>, as it may come.</summary>
internal sealed record StockRequest(long? OnHand)
{
    public const long MostPieces = 1_000_000_000_000;

    public RequestErrors Check(string sku)
    {
        var errors = new RequestErrors();
        errors.Name("sku", sku, InventoryTables.LongestSku);
        errors.Number("onHand", OnHand, MostPieces, least: 0);
        return errors;
    }
}

/// <summary>A mistyped member must not silently do nothing.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, AllowDuplicateProperties = false, PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict, MaxDepth = 8,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StockRequest))]
internal sealed partial class StockRequestJson : JsonSerializerContext;
